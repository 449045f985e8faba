package io.pullway.rating.identity;

import static io.pullway.rating.identity.Forge.adminClaims;
import static io.pullway.rating.identity.TestIssuer.RSA;
import static io.pullway.rating.identity.Tokens.head;
import static io.pullway.rating.identity.Tokens.json;
import static io.pullway.rating.identity.Tokens.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Signatures of RS256 made with the right key over the right digest, but not of the one form that RFC 8017 section 9.2
 * gives it: {@code 00 01 FF … FF 00 DigestInfo}. (Project Wycheproof: {@code ModifiedPadding}.) Who takes another form may be
 * made to take forgeries. The one other form that the JDK takes, without NULL, leaves nothing to choose for a forger either.
 */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ForgedPaddingsTest {
    private static final int LENGTH = 256;
    private static final int LEAST_PADDING = 8;
    private static final String SHA_256 = "3031300d060960864801650304020105000420";
    private static final String SHA_256_LONG_LENGTH = "308131300d060960864801650304020105000420";
    private static final String SHA_512 = "3051300d060960864801650304020305000440";
    private static final String SHA_1 = "3021300906052b0e03021a05000414";
    private static final String SIGNED = part(json(head(RSA))) + "." + part(adminClaims());

    @ParameterizedTest(name = "{0}")
    @MethodSource("paddings")
    void is_refused(String what, byte[] padded) {
        assertThat(status(padded)).isEqualTo(401);
    }

    /** Else all of them might be refused for something else. */
    @Test
    void the_right_one_is_taken() {
        assertThat(status(filled(1, 0xff, SHA_256))).isEqualTo(201);
    }

    static Stream<Arguments> paddings() {
        byte[] right = filled(1, 0xff, SHA_256);
        byte[] zeroWithin = right.clone();
        zeroWithin[20] = 0;
        byte[] firstNotZero = right.clone();
        firstNotZero[0] = 1;
        return Stream.of(
                arguments("of zeros", filled(0, 0, SHA_256)),
                arguments("of type 0", filled(0, 0xff, SHA_256)),
                arguments("of type 2", filled(2, 0xff, SHA_256)),
                arguments("filled with something else", filled(1, 0xfe, SHA_256)),
                arguments("with a zero within", zeroWithin),
                arguments("that begins with 1", firstNotZero),
                arguments("short, with bytes behind the digest", tooShort(SHA_256)),
                arguments("with a length in two bytes", filled(1, 0xff, SHA_256_LONG_LENGTH)),
                arguments("that says SHA-1", filled(1, 0xff, SHA_1)),
                arguments("that says SHA-512", filled(1, 0xff, SHA_512)),
                arguments("without DigestInfo", filled(1, 0xff, "")));
    }

    private static int status(byte[] padded) {
        RSAPrivateKey key = (RSAPrivateKey) RSA.pair().getPrivate();
        byte[] number = new BigInteger(1, padded)
                .modPow(key.getPrivateExponent(), key.getModulus())
                .toByteArray();
        byte[] signature = new byte[LENGTH];
        int extra = Math.max(0, number.length - LENGTH);
        System.arraycopy(number, extra, signature, LENGTH - number.length + extra, number.length - extra);
        String token = SIGNED + "." + part(signature);
        return Api.post("/services", "{\"name\":\"Tea\"}", "authorization", "Bearer " + token)
                .status();
    }

    /** As long as the key. */
    private static byte[] filled(int type, int fill, String info) {
        byte[] digest = digest(info);
        byte[] padded = new byte[LENGTH];
        Arrays.fill(padded, 2, LENGTH - digest.length - 1, (byte) fill);
        padded[1] = (byte) type;
        System.arraycopy(digest, 0, padded, LENGTH - digest.length, digest.length);
        return padded;
    }

    /** As little padding as there may be, and what an attacker would choose behind the digest. */
    private static byte[] tooShort(String info) {
        byte[] digest = digest(info);
        byte[] padded = new byte[LENGTH];
        Arrays.fill(padded, 2, 2 + LEAST_PADDING, (byte) 0xff);
        padded[1] = 1;
        System.arraycopy(digest, 0, padded, 3 + LEAST_PADDING, digest.length);
        Arrays.fill(padded, 3 + LEAST_PADDING + digest.length, LENGTH, (byte) 0x5a);
        return padded;
    }

    private static byte[] digest(String info) {
        try {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes(HexFormat.of().parseHex(info));
            text.writeBytes(MessageDigest.getInstance("SHA-256").digest(SIGNED.getBytes(StandardCharsets.US_ASCII)));
            return text.toByteArray();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
