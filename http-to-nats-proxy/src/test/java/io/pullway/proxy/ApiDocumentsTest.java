package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ProblemType;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the document when services answer, answer with anything, or do not. */
class ApiDocumentsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String GOOD = "{\"paths\":{\"/good\":{\"get\":{\"responses\":{}}}}}";

    private final List<DescribedService> live = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final Map<String, Outcome> answers = new java.util.HashMap<>();
    private long nanos = 7;
    private final ApiDocuments documents = new ApiDocuments(
            () -> List.copyOf(live), new PlatformApi.Offer("/api", false, PlatformView.Viewers.ADMIN), () -> nanos);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{\"paths\": {\"/bad\": {\"get\": 7}}}",
                "{\"paths\": {\"/bad\": {\"get\": {\"responses\": []}}}}",
                "{\"paths\": {\"/bad\": {\"get\": {\"parameters\": {}}}}}",
                "{\"paths\": {\"/bad\": {\"get\": {\"responses\": {\"200\": 7}}}}}",
                "{\"paths\": {\"/bad\": {\"get\": {\"responses\": {\"503\": 7}}}}}",
                "{\"paths\": {\"/bad\": {\"get\": {\"responses\": {\"503\": {\"$ref\": \"#/components/responses/no\"}}}}}}",
                "{\"components\": {\"schemas\": 7, \"responses\": []}, \"paths\": {\"\": {}}}"
            })
    void aDocumentThatIsNoneKeepsNoOtherAway(String bad) {
        serves("bad", "1", answered(bad));
        serves("good", "1", answered(GOOD));

        String union = union();

        assertThat(union).contains("\"/good\"");
        assertThat(union).contains("x-pullway-not-read").doesNotContain("\"/bad\"");
    }

    @Test
    void whoDoesNotAnswerIsNamedAndAskedAgain() {
        serves("good", "1", Outcome.failed(ProblemType.NOT_STARTED, "nobody was free"));
        assertThat(union()).contains("x-pullway-not-read");

        answers.put("good", answered(GOOD));
        assertThat(union()).as("not at once").contains("x-pullway-not-read");
        nanos += ApiDocuments.PAUSE.toNanos();

        assertThat(union()).contains("\"/good\"").doesNotContain("x-pullway-not-read");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aDocumentIsAskedForOnceAndAgainWhenItsVersionChanges() {
        serves("good", "1", answered(GOOD));
        union();
        union();
        assertThat(asked).hasSize(1);

        live.clear();
        serves("good", "2", answered(GOOD.replace("/good", "/good/more"), "2"));

        assertThat(union()).contains("/good/more");
        union();
        assertThat(asked).hasSize(2);
    }

    @Test
    void aDocumentOfAnotherVersionThanIsLiveIsAskedForAgainAfterAPause() {
        serves("good", "2", answered(GOOD, "1"));
        for (int times = 1; times <= 3; times++) {
            assertThat(union()).contains("\"/good\"");
            union();
            assertThat(asked).hasSize(times);
            nanos += ApiDocuments.PAUSE.toNanos();
        }

        live.clear();
        serves("good", "3", answered(GOOD, "3"));
        union();
        union();
        assertThat(asked).as("at once when presence names another version").hasSize(4);
    }

    @Test
    void manyWhoAskAtOnceWaitForOneAnswer() {
        serves("good", "1", answered(GOOD));
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        List<CompletableFuture<ApiDocument>> waiting = Stream.generate(() -> documents.now(resource -> {
                    asked.add(resource);
                    return answer;
                }))
                .limit(100)
                .toList();

        answer.complete(answered(GOOD));

        assertThat(waiting).allSatisfy(document -> assertThat(document).succeedsWithin(LIMIT));
        assertThat(asked).hasSize(1);
    }

    @Test
    void whoIsGoneIsForgotten() {
        serves("good", "1", answered(GOOD));
        union();

        live.clear();

        assertThat(union()).doesNotContain("\"/good\"");
    }

    private void serves(String name, String version, Outcome answer) {
        DescribedService service = new DescribedService(name);
        service.add(name, version);
        live.add(service);
        answers.put(name, answer);
    }

    private Outcome answered(String document) {
        return answered(document, "1");
    }

    private Outcome answered(String document, String version) {
        FieldLines fields = new FieldLines().add("etag", "\"" + version + "\"");
        return new Outcome.Answered(new HttpResponseMessage(
                new ResponseEnvelope(RequestId.next(), "s", 0, null),
                200,
                fields,
                Body.of(document.getBytes(StandardCharsets.UTF_8))));
    }

    private String union() {
        return new String(
                documents
                        .now(resource -> {
                            asked.add(resource);
                            return CompletableFuture.completedFuture(answers.get(resource));
                        })
                        .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                        .join()
                        .json()
                        .body()
                        .toBytes(),
                StandardCharsets.UTF_8);
    }
}
