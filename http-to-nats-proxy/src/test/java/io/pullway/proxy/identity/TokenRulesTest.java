package io.pullway.proxy.identity;

import static io.pullway.proxy.identity.TestIssuer.claims;
import static io.pullway.proxy.identity.TestIssuer.signed;
import static io.pullway.proxy.identity.TestIssuer.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be configured of tokens, for issuers that name roles elsewhere or sign otherwise. */
class TokenRulesTest {
    private static final String SAID = """
            {"groups": ["editors"], "roles": "user admin", "none": [], "mixed": ["admin", 1],
             "realm_access": {"roles": ["user", "admin"]}, "a": {"b": {"c": ["deep"]}},
             "https://shop.example/roles": ["admin"], "shop": {"https://shop.example/roles": ["user"]}}
            """;

    private static PublicJsonWebKey rsa;
    private static String jwks;

    @BeforeAll
    static void publishKeys(@TempDir Path folder) throws Exception {
        rsa = TestIssuer.rsa("rsa-1");
        jwks = Files.writeString(folder.resolve("jwks.json"), TestIssuer.jwks(rsa))
                .toUri()
                .toString();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', delimiter = '|', textBlock = """
            groups                              | editors
            roles                               | user, admin
            realm_access/roles                  | user, admin
            a/b/c                               | deep
            "https://shop.example/roles"        | admin
            shop/"https://shop.example/roles"   | user
            "realm_access"/roles                | user, admin
            nothing                             | ''
            realm_access                        | ''
            realm_access/nothing                | ''
            groups/roles                        | ''
            none                                | ''
            mixed                               | ''
            """)
    void rolesAreWhereTheIssuerNamesThem(String path, String roles) throws Exception {
        TokenVerifier verifier = new TokenVerifier(jwks, rules("RS256", path));
        Map<String, Object> said = JwtClaims.parse(SAID).getClaimsMap();

        Caller caller = verifier.verify(token(rsa, claims(claims -> said.forEach(claims::setClaim))));

        Set<String> expected = roles.isEmpty() ? Set.of() : Set.of(roles.split(", "));
        assertThat(((Caller.Verified) caller).groups()).isEqualTo(expected);
        assertThat(verifier.roles().in(said)).hasSameElementsAs(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "a/", "/a", "a//b", "\"a", "a\"b\"", "\"\"", "\"a\"b"})
    void aPathThatLeadsNowhereStopsTheStart(String path) {
        assertThatThrownBy(() -> rules("RS256", path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pullway.identity.roles-claim is '" + path + "'; allowed: ");
    }

    @Test
    void tokensAreSignedWithOneOfTheAlgorithmsThatAreConfigured() throws Exception {
        TokenVerifier verifier = new TokenVerifier(jwks, rules("PS256,RS512,ES384", "groups"));

        assertThat(verifier.verify(signedWith("PS256"))).isInstanceOf(Caller.Verified.class);
        assertThat(verifier.verify(signedWith("RS512"))).isInstanceOf(Caller.Verified.class);
        assertThat(verifier.verify(signedWith("RS256"))).isInstanceOf(Caller.Refused.class);
        assertThat(verifier.verify(signedWith("PS384"))).isInstanceOf(Caller.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "HS256", "RS256,HS256", "ES256,none", "rs256", "dir", "A128KW"})
    void whatProvesNothingStopsTheStart(String algorithms) {
        assertThatThrownBy(() -> rules(algorithms, "groups"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pullway.identity.algorithms is '" + algorithms + "'; allowed: ");
    }

    private static String signedWith(String algorithm) throws JoseException {
        return signed(algorithm, rsa.getPrivateKey(), rsa.getKeyId(), claims(any -> {}));
    }

    private static TokenRules rules(String algorithms, String rolesClaim) {
        return TokenRules.of(new Configured(
                Optional.of(jwks), TestIssuer.ISSUER, TestIssuer.AUDIENCE, List.of(algorithms.split(",")), rolesClaim));
    }

    private record Configured(
            Optional<String> jwks, String issuer, String audience, List<String> algorithms, String rolesClaim)
            implements IdentityConfig {}
}
