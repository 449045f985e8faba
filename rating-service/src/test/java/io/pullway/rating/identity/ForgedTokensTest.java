package io.pullway.rating.identity;

import static io.pullway.rating.identity.Forge.ADMIN;
import static io.pullway.rating.identity.Forge.STRANGER;
import static io.pullway.rating.identity.Forge.adminClaims;
import static io.pullway.rating.identity.Forge.claimsPart;
import static io.pullway.rating.identity.Forge.doubled;
import static io.pullway.rating.identity.Forge.hmac;
import static io.pullway.rating.identity.Forge.of;
import static io.pullway.rating.identity.Forge.ones;
import static io.pullway.rating.identity.Forge.seconds;
import static io.pullway.rating.identity.Forge.set;
import static io.pullway.rating.identity.Forge.stranger;
import static io.pullway.rating.identity.Forge.with;
import static io.pullway.rating.identity.Forge.without;
import static io.pullway.rating.identity.TestIssuer.P256;
import static io.pullway.rating.identity.TestIssuer.RSA;
import static io.pullway.rating.identity.Tokens.claims;
import static io.pullway.rating.identity.Tokens.head;
import static io.pullway.rating.identity.Tokens.json;
import static io.pullway.rating.identity.Tokens.part;
import static io.pullway.rating.identity.Tokens.quoted;
import static io.pullway.rating.identity.Tokens.signed;
import static io.pullway.rating.identity.Tokens.signedTexts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pullway.rating.Api;
import io.pullway.rating.Api.Answer;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.security.interfaces.ECPrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokens that nobody but an attacker or a mistake makes. Each would let an admin in if it were believed, and differs from
 * a good one in what its name says. (The classes of the JWS vectors of Project Wycheproof are all there.)
 */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ForgedTokensTest {
    private static final SigningKey STRANGE_CURVE = SigningKey.p256(P256.kid());

    @Test
    void good_tokens_of_either_algorithm_are_believed() {
        assertThat(post(signed(RSA, ADMIN, "admin")).status()).isEqualTo(201);
        assertThat(post(signed(P256, ADMIN, "admin")).status()).isEqualTo(201);
        assertThat(post(with(claims -> claims.put("aud", "[\"other\",\"pullway\"]")))
                        .status())
                .isEqualTo(201);
        assertThat(post(with(claims -> {
                            claims.put("iat", seconds(-3600));
                            claims.put("exp", seconds(-20));
                        }))
                        .status())
                .as("within the leeway of clocks")
                .isEqualTo(201);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wrongClaims", "algorithms", "signatures", "keys", "shapes", "criticalFields"})
    void is_refused(String what, String token) {
        Answer refused = post(token);

        assertThat(refused.problem(401).get("detail").textValue()).isEqualTo("The token is not valid.");
        assertThat(refused.field("www-authenticate")).isEqualTo("Bearer realm=\"pullway\", error=\"invalid_token\"");
    }

    static Stream<Arguments> wrongClaims() {
        return Stream.of(
                arguments("expired", with(claims -> claims.put("exp", seconds(-120)))),
                arguments("without an end", with(claims -> claims.remove("exp"))),
                arguments("with an end in words", with(claims -> claims.put("exp", "\"tomorrow\""))),
                arguments("not valid yet", with(claims -> claims.put("nbf", seconds(120)))),
                arguments("of another issuer", with(claims -> claims.put("iss", "\"https://evil.example\""))),
                arguments(
                        "of an issuer that begins so", with(claims -> claims.put("iss", quoted(Tokens.ISSUER + "/")))),
                arguments("without an issuer", with(claims -> claims.remove("iss"))),
                arguments("for another audience", with(claims -> claims.put("aud", "\"other\""))),
                arguments("for audiences but ours", with(claims -> claims.put("aud", "[\"a\",\"pullway2\"]"))),
                arguments("for no audience", with(claims -> claims.put("aud", "[]"))),
                arguments("without an audience", with(claims -> claims.remove("aud"))),
                arguments("without a subject", with(claims -> claims.remove("sub"))),
                arguments("of the empty subject", with(claims -> claims.put("sub", "\"\""))),
                arguments("of a subject that is a number", with(claims -> claims.put("sub", "7"))),
                arguments("of a subject with a NUL", with(claims -> claims.put("sub", "\"a\\u0000b\""))),
                arguments("of half a character", with(claims -> claims.put("sub", "\"\\ud800\""))),
                arguments("of a subject without end", with(claims -> claims.put("sub", quoted("x".repeat(256))))),
                arguments("with a name and no subject", with(claims -> {
                    claims.remove("sub");
                    claims.put("upn", "\"root\"");
                })));
    }

    static Stream<Arguments> algorithms() {
        byte[] rsa = RSA.pair().getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(rsa) + "\n-----END PUBLIC KEY-----\n";
        return Stream.concat(
                Stream.of("none", "None", "NONE", "nOnE", "", "null", " none").flatMap(alg -> {
                    String text = part(json(set(head(RSA), "alg", quoted(alg)))) + "." + claimsPart();
                    return Stream.of(
                            arguments("alg '" + alg + "' without a signature", text + "."),
                            arguments("alg '" + alg + "' without the last dot", text),
                            arguments("alg '" + alg + "' with a signature", text + "." + part(RSA.sign(text))));
                }),
                Stream.of(
                        arguments("HS256 with the public key, DER", hmac("HS256", "HmacSHA256", rsa)),
                        arguments("HS256 with the public key, PEM", hmac("HS256", "HmacSHA256", pem.getBytes())),
                        arguments(
                                "HS256 with its JWK",
                                hmac("HS256", "HmacSHA256", RSA.jwk().getBytes())),
                        arguments("HS512 with the public key, DER", hmac("HS512", "HmacSHA512", rsa)),
                        arguments("HS256 with an empty key", hmac("HS256", "HmacSHA256", new byte[1])),
                        arguments("RS384", of("RS384", "SHA384withRSA", RSA)),
                        arguments("RS512", of("RS512", "SHA512withRSA", RSA)),
                        arguments("ES384 with a key of P-256", of("ES384", "SHA384withECDSAinP1363Format", P256)),
                        arguments("RS256 said, ES256 signed", of("RS256", "SHA256withECDSAinP1363Format", P256)),
                        arguments("ES256 said, RS256 signed", of("ES256", "SHA256withRSA", RSA)),
                        arguments("rs256", of("rs256", "SHA256withRSA", RSA)),
                        arguments("no alg", signedTexts(RSA, json(without(head(RSA), "alg")), adminClaims())),
                        arguments(
                                "alg as a list",
                                signedTexts(RSA, json(set(head(RSA), "alg", "[\"RS256\"]")), adminClaims())),
                        arguments("alg null", signedTexts(RSA, json(set(head(RSA), "alg", "null")), adminClaims()))));
    }

    static Stream<Arguments> signatures() {
        String good = signed(RSA, ADMIN, "admin");
        String text = good.substring(0, good.lastIndexOf('.'));
        byte[] rsa = Base64.getUrlDecoder().decode(good.substring(good.lastIndexOf('.') + 1));
        String curved = signed(P256, ADMIN, "admin");
        String curvedText = curved.substring(0, curved.lastIndexOf('.'));
        byte[] der =
                SigningKey.sign("SHA256withECDSA", (ECPrivateKey) P256.pair().getPrivate(), curvedText);
        byte[] changed = rsa.clone();
        changed[100] ^= 1;
        byte[] longer = new byte[rsa.length + 1];
        System.arraycopy(rsa, 0, longer, 1, rsa.length);
        String other = good.substring(0, good.indexOf('.')) + "." + part(json(claims("somebody else", "admin")))
                + good.substring(good.lastIndexOf('.'));
        return Stream.of(
                arguments("claims changed after signing", other),
                arguments("a bit of the signature changed", text + "." + part(changed)),
                arguments("the signature cut", text + "." + part(Arrays.copyOf(rsa, rsa.length - 1))),
                arguments("the signature lengthened", text + "." + part(longer)),
                arguments("without a signature", text + "."),
                arguments("of zeros", text + "." + part(new byte[256])),
                arguments("curve: 0, 0", curvedText + "." + part(new byte[64])),
                arguments("curve: 1, 1", curvedText + "." + part(ones())),
                arguments("curve: in DER", curvedText + "." + part(der)),
                arguments("curve: cut", curvedText + "." + part(new byte[63])),
                arguments("curve: empty", curvedText + "."));
    }

    static Stream<Arguments> keys() {
        return Stream.of(
                arguments("signed by a stranger", signed(STRANGER, ADMIN, "admin")),
                arguments("signed by a stranger on a curve", signed(STRANGE_CURVE, ADMIN, "admin")),
                arguments("with a kid of nobody", stranger(head -> head.put("kid", "\"nobody\""))),
                arguments("without a kid", signedTexts(RSA, json(without(head(RSA), "kid")), adminClaims())),
                arguments(
                        "with the kid of another key",
                        signedTexts(RSA, json(set(head(RSA), "kid", "\"p256-1\"")), adminClaims())),
                arguments("with a kid that is a path", stranger(head -> head.put("kid", "\"../../../dev/null\""))),
                arguments("with a kid that is SQL", stranger(head -> head.put("kid", "\"x' UNION SELECT 'y\""))),
                arguments("with a kid that is a list", stranger(head -> head.put("kid", "[\"rsa-1\"]"))),
                arguments("with a kid that is a number", stranger(head -> head.put("kid", "1"))),
                arguments("with an empty kid", stranger(head -> head.put("kid", "\"\""))),
                arguments("with its own jwk", stranger(head -> head.put("jwk", STRANGER.jwk()))),
                arguments("with its own jwk and no kid", stranger(head -> {
                    head.remove("kid");
                    head.put("jwk", STRANGER.jwk());
                })),
                arguments("with its own jku", stranger(head -> head.put("jku", "\"http://127.0.0.1:9/jwks.json\""))),
                arguments("with its own x5u", stranger(head -> head.put("x5u", "\"http://127.0.0.1:9/chain.pem\""))),
                arguments("with its own x5c", stranger(head -> head.put("x5c", "[\"AAAA\"]"))));
    }

    static Stream<Arguments> shapes() {
        String good = signed(RSA, ADMIN, "admin");
        String[] parts = good.split("\\.");
        return Stream.of(
                arguments("nothing", "x"),
                arguments("dots", ".."),
                arguments("one part", parts[0]),
                arguments("four parts", good + "." + parts[2]),
                arguments("five parts, as if encrypted", good + "." + parts[1] + "." + parts[2]),
                arguments("a part in front", "e30." + good),
                arguments("no head", "." + parts[1] + "." + parts[2]),
                arguments("no claims", parts[0] + ".." + parts[2]),
                arguments("cut in the middle", good.substring(0, good.length() / 2)),
                arguments("a head that is a list", part("[]") + "." + parts[1] + "." + parts[2]),
                arguments("a head that is no JSON", part("{") + "." + parts[1] + "." + parts[2]),
                arguments("claims that are a list", signedTexts(RSA, json(head(RSA)), "[]")),
                arguments("claims that are no JSON", signedTexts(RSA, json(head(RSA)), "{\"sub\":")),
                arguments("claims twice", signedTexts(RSA, json(head(RSA)), adminClaims() + adminClaims())),
                arguments("a claim twice", signedTexts(RSA, json(head(RSA)), doubled(adminClaims(), "\"sub\":\"x\""))),
                arguments("alg twice", signedTexts(RSA, doubled(json(head(RSA)), "\"alg\":\"none\""), adminClaims())),
                arguments(
                        "as JSON",
                        "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\""
                                + parts[2] + "\"}"),
                arguments("with a character outside of base64url", parts[0] + "." + parts[1] + "." + parts[2] + "!"),
                arguments(
                        "large, and with a character more",
                        with(claims -> claims.put("x", quoted("x".repeat(4000)))) + "x"));
    }

    static Stream<Arguments> criticalFields() {
        return Stream.of(
                arguments(
                        "with a critical field of nobody's",
                        signedTexts(RSA, json(set(set(head(RSA), "crit", "[\"x\"]"), "x", "1")), adminClaims())),
                arguments("with crit alg", signedTexts(RSA, json(set(head(RSA), "crit", "[\"alg\"]")), adminClaims())),
                arguments(
                        "with b64 false",
                        signedTexts(
                                RSA, json(set(set(head(RSA), "crit", "[\"b64\"]"), "b64", "false")), adminClaims())));
    }

    private static Answer post(String token) {
        return Api.post("/services", "{\"name\":\"Tea\"}", "authorization", "Bearer " + token);
    }
}
