package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An issuer that names roles as Keycloak does, signs with another algorithm, too, and has one key, which it may not name. */
@QuarkusTest
@WithTestResource(AnotherIssuerTest.OneKey.class)
class AnotherIssuerTest {
    private static final SigningKey KEY = TestIssuer.RSA;

    @Test
    void roles_are_found_where_that_issuer_names_them() {
        assertThat(status(KEY.algorithm(), claims("\"admin\""))).isEqualTo(201);
        assertThat(status(KEY.algorithm(), claims("\"user\",\"admin\""))).isEqualTo(201);
        assertThat(status(KEY.algorithm(), claims("\"user\""))).isEqualTo(403);
        Map<String, String> withGroups = claims("\"user\"");
        withGroups.put("groups", "[\"admin\"]");
        assertThat(status(KEY.algorithm(), withGroups))
                .as("groups are something else there")
                .isEqualTo(403);
        withGroups.remove("realm_access");
        assertThat(status(KEY.algorithm(), withGroups))
                .as("also where no roles are named")
                .isEqualTo(403);
    }

    @Test
    void algorithms_are_those_that_are_configured() {
        assertThat(status("RS512", claims("\"admin\""))).isEqualTo(201);
        assertThat(status("RS384", claims("\"admin\""))).isEqualTo(401);
    }

    @Test
    void a_key_need_not_be_named_where_there_is_only_one() {
        Map<String, String> head = Tokens.head(KEY);
        head.remove("kid");

        assertThat(status(Tokens.signed(KEY, head, claims("\"admin\"")))).isEqualTo(201);
    }

    /** @param roles JSON texts */
    private static Map<String, String> claims(String roles) {
        Map<String, String> claims = Tokens.claims("root");
        claims.remove("groups");
        claims.put("realm_access", "{\"roles\":[%s]}".formatted(roles));
        return claims;
    }

    private static int status(String algorithm, Map<String, String> claims) {
        Map<String, String> head = Tokens.head(KEY);
        head.put("alg", Tokens.quoted(algorithm));
        String text = Tokens.part(Tokens.json(head)) + "." + Tokens.part(Tokens.json(claims));
        String name = "SHA%swithRSA".formatted(algorithm.substring(2));
        return status(text + "." + Tokens.part(SigningKey.sign(name, KEY.pair().getPrivate(), text)));
    }

    private static int status(String token) {
        return Api.post("/services", "{\"name\":\"Tea\"}", "authorization", "Bearer " + token)
                .status();
    }

    /** The keys of that issuer, and what is configured for it. */
    public static final class OneKey extends PostgresForTests {
        @Override
        public Map<String, String> start() {
            Map<String, String> properties = new HashMap<>(super.start());
            properties.put("pullway.identity.jwks", TestIssuer.jwks(KEY));
            properties.put("pullway.identity.roles-claim", "realm_access/roles");
            properties.put("pullway.identity.algorithms", "RS256,RS512");
            return properties;
        }
    }
}
