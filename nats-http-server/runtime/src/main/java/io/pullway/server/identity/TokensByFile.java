package io.pullway.server.identity;

import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipal;
import io.smallrye.jwt.auth.principal.JWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.jwx.HeaderParameterNames;
import org.jose4j.keys.resolvers.VerificationKeyResolver;

/**
 * Verifies tokens as SmallRye JWT does, but for one thing: where the issuer's keys are in a file, SmallRye reads it once, and an
 * issuer that changes its keys would be believed no more until the service is started again. Keys behind HTTP it
 * renews itself. An application may have a factory of its own, of a higher priority. Safe for all threads.
 */
@Singleton
@Alternative
@Priority(1)
public class TokensByFile extends JWTCallerPrincipalFactory {
    private final Optional<String> file;
    private final AtomicReference<KeysOfFile> keys = new AtomicReference<>();
    private final JWTCallerPrincipalFactory otherwise = new DefaultJWTCallerPrincipalFactory();
    private final DefaultJWTTokenParser parser = new DefaultJWTTokenParser() {
        /** Asked for each token. */
        @Override
        protected VerificationKeyResolver getVerificationKeyResolver(JWTAuthContextInfo settings) {
            return keys.updateAndGet(known -> known == null ? keysOfFile(settings) : known);
        }
    };

    TokensByFile(@ConfigProperty(name = "mp.jwt.verify.publickey.location") Optional<String> location) {
        this.file = location.filter(place -> place.startsWith("file:"));
    }

    @Override
    public JWTCallerPrincipal parse(String token, JWTAuthContextInfo settings) throws ParseException {
        if (file.isEmpty()) {
            return otherwise.parse(token, settings);
        }
        JwtContext verified = parser.parse(token, settings);
        String type = verified.getJoseObjects().getFirst().getHeader(HeaderParameterNames.TYPE);
        return new DefaultJWTCallerPrincipal(type, verified.getJwtClaims());
    }

    /** SmallRye hands over what stood in the file at the start, and not where that was. */
    private KeysOfFile keysOfFile(JWTAuthContextInfo settings) {
        JWTAuthContextInfo byFile = new JWTAuthContextInfo(settings);
        byFile.setPublicKeyContent(null);
        byFile.setPublicKeyLocation(file.orElseThrow());
        return new KeysOfFile(byFile, System::nanoTime);
    }
}
