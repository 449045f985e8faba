package io.pullway.wire.letters;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import io.pullway.wire.Body;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterJsonTest {
    private static final RequestId ID = RequestId.next();
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
    private static final String EXPIRED = "Bearer e30.eyJleHAiOjEwMDB9.c2ln";

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key"})
    void noCredentialIsShown(String field) throws Exception {
        StoredLetter letter = request(new FieldLines().add(field, "let me in").add("x-other", "seen"), Body.EMPTY);

        String json = LetterJson.whole(letter, NOW).toJson();

        assertThat(json)
                .contains("[\"" + field + "\",\"***\"]", "[\"x-other\",\"seen\"]", "\"warnings\":[\"credentials\"]")
                .doesNotContain("let me in");
    }

    @Test
    void aSummaryHasNeitherFieldsNorBody() throws Exception {
        StoredLetter letter = request(new FieldLines().add("x-other", "seen"), Body.of(new byte[] {'a'}));

        JsonValue json = LetterJson.summary(letter);

        assertThat(json.map)
                .containsOnlyKeys(
                        "id",
                        "buried",
                        "reason",
                        "subject",
                        "resource",
                        "stream",
                        "sequence",
                        "deliveries",
                        "bytes",
                        "method",
                        "target");
    }

    @Test
    void itIsSaidWhatIsToBeKnownBeforeItIsSentAgain() throws Exception {
        StoredLetter letter = request(new FieldLines().add("authorization", EXPIRED), Body.EMPTY);
        StoredLetter unknown = new StoredLetter(
                1,
                NOW,
                new DeadLetter(
                        ID,
                        "outcome-unknown",
                        letter.letter().origin(),
                        letter.letter().payload()));

        assertThat(warnings(letter)).containsExactly("credentials-expired");
        assertThat(warnings(unknown)).containsExactly("credentials-expired", "second-effect");
    }

    @Test
    void whatIsNoTextIsBase64() throws Exception {
        assertThat(JsonValueUtils.readString(
                        LetterJson.whole(request(new FieldLines(), Body.of(new byte[] {0, 1})), NOW), "bodyBase64"))
                .isEqualTo("AAE=");
        assertThat(JsonValueUtils.readString(LetterJson.whole(event("{}"), NOW), "event"))
                .isEqualTo("{}");
        assertThat(JsonValueUtils.readString(LetterJson.whole(event("\0"), NOW), "eventBase64"))
                .isEqualTo("AA==");
    }

    private static List<String> warnings(StoredLetter letter) {
        return JsonValueUtils.readStringList(LetterJson.whole(letter, NOW), "warnings");
    }

    private static StoredLetter request(FieldLines fields, Body body) throws MalformedMessageException {
        byte[] payload = new HttpRequestMessage(
                        new RequestEnvelope(ID, "reply.proxy.p1.users." + ID, 30_000, 0),
                        "PUT",
                        "/users/5",
                        fields,
                        body)
                .encode();
        return stored("http.users.put.5", payload);
    }

    private static StoredLetter event(String content) {
        return stored("event.users.5.created", content.getBytes(StandardCharsets.US_ASCII));
    }

    private static StoredLetter stored(String subject, byte[] payload) {
        DeadLetter.Origin origin = new DeadLetter.Origin(subject, "user-service", 42, 6);
        return new StoredLetter(1, NOW, new DeadLetter(ID, "gave-up", origin, payload));
    }
}
