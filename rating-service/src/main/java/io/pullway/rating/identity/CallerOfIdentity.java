package io.pullway.rating.identity;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Says of each authenticated identity which {@link Caller} it is. Refuses those of whom that cannot be said. */
@Singleton
class CallerOfIdentity implements SecurityIdentityAugmentor {
    static final String ATTRIBUTE = Caller.class.getName();

    /** The library ignores other characters: one token would have any number of spellings. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (identity.isAnonymous()) {
            return Uni.createFrom().item(identity);
        }
        String subject = subject(identity.getPrincipal());
        if (!Caller.isSubject(subject)) {
            return Uni.createFrom().failure(new AuthenticationFailedException("no subject, or no form of a token"));
        }
        Set<String> roles = new HashSet<>(identity.getRoles());
        roles.retainAll(Roles.ALL);
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder(identity)
                        .addAttribute(ATTRIBUTE, new Caller(subject, roles))
                        .build());
    }

    /** Not the name of a token's principal: {@code upn} or {@code preferred_username}, where it has them. */
    private static String subject(Principal principal) {
        if (principal instanceof JsonWebToken token) {
            return FORM.matcher(token.getRawToken()).matches() ? token.getSubject() : null;
        }
        return principal.getName();
    }
}
