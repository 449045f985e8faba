package io.pullway.wire.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** By what a request with a key is found again, and by what not. */
class KeysTest {
    private static final Principal ALICE =
            Principal.ofCredentials(new FieldLines().add("authorization", "Bearer alice"));
    private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OLD_SECRET = "fedcba9876543210".getBytes(StandardCharsets.US_ASCII);

    private static IdempotencyKey.Valid key(String text) {
        return new IdempotencyKey.Valid(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "abc | abc",
                "\"abc\" | abc",
                "  \"abc\"  | abc",
                "\"a b\" | a b",
                "\"a\\\"b\\\\c\" | a\"b\\c",
                "\"a,b;c\" | a,b;c",
                "8e03978e-40d5-43dd-bc93-6894a57f9324 | 8e03978e-40d5-43dd-bc93-6894a57f9324",
                "a:b/c=d+e | a:b/c=d+e"
            })
    void aKeyIsTheSameQuotedAndBare(String value, String key) {
        assertThat(IdempotencyKey.parse(List.of(value), ALICE)).isEqualTo(key(key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\"\"",
                "\"abc",
                "\"abc\" x",
                "\"abc\";p=1",
                "\"a\\b\"",
                "\"abc\\",
                "a b",
                "a,b",
                "a\"b",
                "\"a\tb\"",
                "a\u00e9",
                "\"a\u00e9\"",
                "a\\b",
                "\"a\u007f\""
            })
    void whatIsNoKeyIsRefusedWithAReason(String value) {
        assertThat(IdempotencyKey.parse(List.of(value), ALICE))
                .isInstanceOfSatisfying(
                        IdempotencyKey.Refused.class,
                        refused -> assertThat(refused.reason()).isNotBlank());
    }

    @Test
    void aKeyHasAtMost255CharactersAndStandsOnce() {
        assertThat(IdempotencyKey.parse(List.of("k".repeat(255)), ALICE)).isEqualTo(key("k".repeat(255)));
        assertThat(IdempotencyKey.parse(List.of("k".repeat(256)), ALICE)).isInstanceOf(IdempotencyKey.Refused.class);
        assertThat(IdempotencyKey.parse(List.of("a", "a"), ALICE)).isInstanceOf(IdempotencyKey.Refused.class);
    }

    @Test
    void whoHasNoCredentialsNeedsALongKey() {
        assertThat(IdempotencyKey.parse(List.of("k".repeat(15)), Principal.ANONYMOUS))
                .isInstanceOf(IdempotencyKey.Refused.class);
        assertThat(IdempotencyKey.parse(List.of("k".repeat(16)), Principal.ANONYMOUS))
                .isEqualTo(key("k".repeat(16)));
    }

    @Test
    void aKeyIsNotPrinted() {
        assertThat(key("secret").toString()).doesNotContain("secret");
    }

    @Test
    void anIdIsAUuidOfVersion8ThatAllProxiesMakeAlike() {
        RequestId id =
                new KeyedIds(List.of(SECRET)).of(ALICE, "users", key("k")).getFirst();
        assertThat(new KeyedIds(List.of(SECRET)).of(ALICE, "users", key("k"))).containsExactly(id);
        UUID uuid = UUID.fromString(id.text());
        assertThat(uuid.version()).isEqualTo(8);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(RequestId.parse(id.text())).isEqualTo(id);
    }

    @Test
    void otherPartsMakeOtherIdsAlsoWhenTheirTextsJoinedAreTheSame() {
        KeyedIds ids = new KeyedIds(List.of(SECRET));
        Set<RequestId> all = new HashSet<>();
        all.addAll(ids.of(ALICE, "users", key("k")));
        all.addAll(ids.of(Principal.ANONYMOUS, "users", key("k")));
        all.addAll(ids.of(ALICE, "user", key("sk")));
        all.addAll(ids.of(ALICE, "usersk", key("")));
        all.addAll(ids.of(ALICE, "users", key("l")));
        all.addAll(new KeyedIds(List.of(OLD_SECRET)).of(ALICE, "users", key("k")));
        assertThat(all).hasSize(6);
    }

    @Test
    void afterARotationTheOldIdIsStillKnown() {
        RequestId before =
                new KeyedIds(List.of(OLD_SECRET)).of(ALICE, "users", key("k")).getFirst();
        RequestId now =
                new KeyedIds(List.of(SECRET)).of(ALICE, "users", key("k")).getFirst();
        assertThat(new KeyedIds(List.of(SECRET, OLD_SECRET)).of(ALICE, "users", key("k")))
                .containsExactly(now, before);
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> new KeyedIds(List.of(new byte[15]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyedIds(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyPartOfTheRequestIsInItsFingerprint() {
        Body body = Body.of(new byte[] {1, 2});
        String one = Fingerprint.of("POST", "/users", "a/b", body);
        assertThat(one).isEqualTo(Fingerprint.of("POST", "/users", "a/b", new Body(new byte[] {0, 1, 2}, 1, 2)));
        assertThat(Subjects.isName(one)).isTrue();
        assertThat(Set.of(
                        one,
                        Fingerprint.of("PATCH", "/users", "a/b", body),
                        Fingerprint.of("POST", "/users?x", "a/b", body),
                        Fingerprint.of("POST", "/usersa", "/b", body),
                        Fingerprint.of("POST", "/users", null, body),
                        Fingerprint.of("POST", "/users", "", body),
                        Fingerprint.of("POST", "/users", "a/b", Body.EMPTY)))
                .hasSize(7);
    }

    @Test
    void credentialsMakeThePrincipalAndNothingElseDoes() {
        FieldLines cookie = new FieldLines().add("cookie", "Bearer alice");
        assertThat(Principal.ofCredentials(new FieldLines().add("x", "y"))).isEqualTo(Principal.ANONYMOUS);
        assertThat(ALICE).isNotEqualTo(Principal.ofCredentials(cookie)).isNotEqualTo(Principal.ANONYMOUS);
        assertThat(ALICE)
                .isEqualTo(
                        Principal.ofCredentials(new FieldLines().add("x", "y").add("authorization", "Bearer alice")));
        Principal key = Principal.ofCredentials(new FieldLines().add("x-api-key", "Bearer alice"));
        assertThat(key).isNotEqualTo(ALICE).isNotEqualTo(Principal.ANONYMOUS);
        assertThat(Principal.ofCredentials(new FieldLines().add("x-api-key", "other")))
                .isNotEqualTo(key);
        assertThat(Subjects.isName(ALICE.text())).isTrue();
        assertThat(ALICE.text()).doesNotContain("alice");
        assertThat(Principal.ofVerified("i", "s"))
                .isEqualTo(Principal.ofVerified("i", "s"))
                .isNotEqualTo(Principal.ofVerified("is", ""));
    }
}
