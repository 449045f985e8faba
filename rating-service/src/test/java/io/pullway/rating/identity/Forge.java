package io.pullway.rating.identity;

import static io.pullway.rating.identity.TestIssuer.RSA;
import static io.pullway.rating.identity.Tokens.claims;
import static io.pullway.rating.identity.Tokens.head;
import static io.pullway.rating.identity.Tokens.json;
import static io.pullway.rating.identity.Tokens.part;
import static io.pullway.rating.identity.Tokens.quoted;
import static io.pullway.rating.identity.Tokens.signed;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that differ from the good one of an admin in one thing. */
final class Forge {
    static final String ADMIN = "root";
    static final SigningKey STRANGER = SigningKey.rsa(RSA.kid());

    private Forge() {}

    static String adminClaims() {
        return json(claims(ADMIN, "admin"));
    }

    static String claimsPart() {
        return part(adminClaims());
    }

    /** A good token whose claims are changed before it is signed. */
    static String with(Consumer<Map<String, String>> change) {
        Map<String, String> claims = claims(ADMIN, "admin");
        change.accept(claims);
        return signed(RSA, head(RSA), claims);
    }

    /** A token of a stranger whose head is changed before it is signed. */
    static String stranger(Consumer<Map<String, String>> change) {
        Map<String, String> head = head(STRANGER);
        change.accept(head);
        return signed(STRANGER, head, claims(ADMIN, "admin"));
    }

    static String of(String alg, String signature, SigningKey key) {
        String text = part(json(set(head(key), "alg", quoted(alg)))) + "." + claimsPart();
        return text + "." + part(SigningKey.sign(signature, key.pair().getPrivate(), text));
    }

    static String hmac(String alg, String name, byte[] secret) {
        String text = part(json(set(head(RSA), "alg", quoted(alg)))) + "." + claimsPart();
        try {
            Mac mac = Mac.getInstance(name);
            mac.init(new SecretKeySpec(secret, name));
            return text + "." + part(mac.doFinal(text.getBytes()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, String> set(Map<String, String> members, String name, String value) {
        members.put(name, value);
        return members;
    }

    static Map<String, String> without(Map<String, String> members, String name) {
        members.remove(name);
        return members;
    }

    static String doubled(String object, String member) {
        return "{" + member + "," + object.substring(1);
    }

    static String seconds(long fromNow) {
        return Long.toString(Instant.now().getEpochSecond() + fromNow);
    }

    static byte[] ones() {
        byte[] bytes = new byte[64];
        bytes[31] = 1;
        bytes[63] = 1;
        return bytes;
    }
}
