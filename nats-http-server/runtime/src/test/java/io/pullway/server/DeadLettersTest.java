package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.pullway.server.DeadLetters.End;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which a message is buried, on a real NATS server. */
class DeadLettersTest {
    private static final long UNTOLD = -1;

    private final DeadLetter letter = new DeadLetter(
            RequestId.next(),
            "gave-up",
            new DeadLetter.Origin("http.users.get.5", "rating-service", 42, 6),
            "payload".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    private NatsServer nats;
    private Connection connection;

    @BeforeEach
    void start() {
        nats = NatsServer.started();
        connection = nats.connect();
    }

    @AfterEach
    void end() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @Test
    void theCopyIsKeptBeforeTheCallerIsToldAndTheMessageRemoved() throws Exception {
        createStream();

        Seen seen = bury(true);

        assertThat(seen.end()).isEqualTo(End.REMOVED);
        assertThat(seen.keptWhenTold()).isEqualTo(1);
        DeadLetter kept = kept();
        assertThat(kept.id()).isEqualTo(letter.id());
        assertThat(kept.origin()).isEqualTo(letter.origin());
        assertThat(kept.payload()).isEqualTo(letter.payload());
    }

    @Test
    void whoBuriesItAgainMakesNoSecondCopy() throws Exception {
        createStream();

        assertThat(bury(true).end()).isEqualTo(End.REMOVED);
        assertThat(bury(true).end()).isEqualTo(End.REMOVED);

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void withoutAStreamTheCallerIsToldAtOnceAndTheMessageComesAgain() throws Exception {
        long begin = System.nanoTime();
        Seen seen = bury(true);

        assertThat(seen.end()).isEqualTo(End.POSTPONED);
        assertThat(seen.keptWhenTold()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(DeadLetters.PUB_ACK_LIMIT);
    }

    @Test
    void withoutAPubAckTheCallerWaitsNoLongerThanTwoSeconds() throws Exception {
        // Somebody hears it and says nothing: no JetStream, and no "no responders" either.
        connection.subscribe(Subjects.allDead());

        long begin = System.nanoTime();
        Seen seen = bury(true);

        assertThat(seen.end()).isEqualTo(End.POSTPONED);
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .isBetween(DeadLetters.PUB_ACK_LIMIT, DeadLetters.PUB_ACK_LIMIT.plusSeconds(2));
    }

    @Test
    void anAnswerThatIsNoPubAckIsNone() throws Exception {
        connection
                .createDispatcher(message -> connection.publish(message.getReplyTo(), "{}".getBytes()))
                .subscribe(Subjects.allDead());

        assertThat(bury(true).end()).isEqualTo(End.POSTPONED);
    }

    @Test
    void aMessageWhoseCallerCannotBeToldStaysAsItIs() throws Exception {
        createStream();

        assertThat(bury(false).end()).isEqualTo(End.LEFT);
    }

    @Test
    void aMessageEndsAlsoWhenTellingFails() throws Exception {
        createStream();
        CompletableFuture<End> ended = new CompletableFuture<>();

        new DeadLetters(connection).bury(letter, new DeadLetters.Mourner() {
            @Override
            public boolean tell() {
                throw new IllegalStateException("a defect");
            }

            @Override
            public void end(End end) {
                ended.complete(end);
            }
        });

        assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(End.LEFT);
    }

    @Test
    void withoutAConnectionNothingIsRemoved() throws Exception {
        createStream();
        connection.close();

        Seen seen = bury(true);

        assertThat(seen.end()).isEqualTo(End.POSTPONED);
    }

    /** @param keptWhenTold how many letters there were when the caller was told */
    private record Seen(long keptWhenTold, End end) {}

    private Seen bury(boolean told) throws Exception {
        CompletableFuture<Seen> seen = new CompletableFuture<>();
        new DeadLetters(connection).bury(letter, new DeadLetters.Mourner() {
            private long keptWhenTold = UNTOLD;

            @Override
            public boolean tell() {
                keptWhenTold = count();
                return told;
            }

            @Override
            public void end(End end) {
                seen.complete(new Seen(keptWhenTold, end));
            }
        });
        return seen.get(10, TimeUnit.SECONDS);
    }

    private void createStream() throws IOException, JetStreamApiException {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(DeadLetter.STREAM)
                        .subjects(Subjects.allDead())
                        .build());
    }

    /** 0 without a stream. */
    private long count() {
        try (Connection other = nats.connect()) {
            return other.jetStreamManagement()
                    .getStreamInfo(DeadLetter.STREAM)
                    .getStreamState()
                    .getMsgCount();
        } catch (JetStreamApiException none) {
            return 0;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private DeadLetter kept() throws Exception {
        var message = connection.jetStreamManagement().getLastMessage(DeadLetter.STREAM, letter.subject());
        return DeadLetter.of(message.getSubject(), message.getHeaders(), message.getData());
    }
}
