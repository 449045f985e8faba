package io.pullway.rating.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** A key pair of an issuer, made at test time. */
public record SigningKey(String kid, KeyPair pair) {
    private static final int COORDINATE = 32;

    public static SigningKey rsa(String kid) {
        return new SigningKey(kid, generated("RSA", null));
    }

    public static SigningKey p256(String kid) {
        return new SigningKey(kid, generated("EC", "secp256r1"));
    }

    /** RS256 or ES256. */
    public String algorithm() {
        return pair.getPublic() instanceof RSAPublicKey ? "RS256" : "ES256";
    }

    public byte[] sign(String text) {
        String name = pair.getPublic() instanceof RSAPublicKey ? "SHA256withRSA" : "SHA256withECDSAinP1363Format";
        return sign(name, pair.getPrivate(), text);
    }

    public static byte[] sign(String name, PrivateKey key, String text) {
        try {
            Signature signature = Signature.getInstance(name);
            signature.initSign(key);
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** The public half, as a JWKS lists it. */
    public String jwk() {
        PublicKey key = pair.getPublic();
        if (key instanceof RSAPublicKey rsa) {
            return "{\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"}"
                    .formatted(kid, number(rsa.getModulus(), 256), number(rsa.getPublicExponent(), 3));
        }
        ECPublicKey ec = (ECPublicKey) key;
        return "{\"kty\":\"EC\",\"use\":\"sig\",\"crv\":\"P-256\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}"
                .formatted(
                        kid,
                        number(ec.getW().getAffineX(), COORDINATE),
                        number(ec.getW().getAffineY(), COORDINATE));
    }

    /** The number as exactly so many bytes, big-endian, in base64url. */
    private static String number(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] signed = number.toByteArray();
        int extra = Math.max(0, signed.length - length);
        System.arraycopy(signed, extra, bytes, length - (signed.length - extra), signed.length - extra);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair generated(String algorithm, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve == null) {
                generator.initialize(2048);
            } else {
                generator.initialize(new ECGenParameterSpec(curve));
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
