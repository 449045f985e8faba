package io.pullway.rating.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes tokens, of claims and fields as one wants them, right or wrong. Knows no library of tokens: what is tested here
 * is one.
 */
public final class Tokens {
    public static final String ISSUER = "https://issuer.pullway.invalid";
    public static final String AUDIENCE = "pullway";

    private Tokens() {}

    /** Claims of a good token, as JSON texts by name: valid for an hour. */
    public static Map<String, String> claims(String subject, String... roles) {
        long now = Instant.now().getEpochSecond();
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", quoted(ISSUER));
        claims.put("sub", quoted(subject));
        claims.put("aud", quoted(AUDIENCE));
        claims.put("iat", Long.toString(now));
        claims.put("exp", Long.toString(now + 3600));
        claims.put("groups", Arrays.stream(roles).map(Tokens::quoted).collect(Collectors.joining(",", "[", "]")));
        return claims;
    }

    /** Fields of a good head. */
    public static Map<String, String> head(SigningKey key) {
        Map<String, String> head = new LinkedHashMap<>();
        head.put("alg", quoted(key.algorithm()));
        head.put("typ", quoted("JWT"));
        head.put("kid", quoted(key.kid()));
        return head;
    }

    public static String signed(SigningKey key, String subject, String... roles) {
        return signed(key, head(key), claims(subject, roles));
    }

    public static String signed(SigningKey key, Map<String, String> head, Map<String, String> claims) {
        return signedTexts(key, json(head), json(claims));
    }

    /** Of any texts, JSON or not. */
    public static String signedTexts(SigningKey key, String head, String claims) {
        String text = part(head) + "." + part(claims);
        return text + "." + part(key.sign(text));
    }

    public static String json(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    public static String quoted(String text) {
        return '"' + text + '"';
    }

    public static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    public static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
