package io.pullway.wire.letters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.pullway.fixtures.NatsServer;
import io.pullway.wire.DeadLetter;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.LetterException.Why;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a real NATS server. */
class LetterStreamTest {
    private static final int MAX_PAYLOAD = 1 << 20;

    private NatsServer nats;
    private Connection connection;
    private LetterStream letters;

    @BeforeEach
    void start() throws Exception {
        nats = NatsServer.started();
        connection = nats.connect();
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(DeadLetter.STREAM)
                        .subjects("dead.>")
                        .build());
        letters = new LetterStream(connection, Duration.ofSeconds(5));
    }

    @AfterEach
    void end() throws InterruptedException {
        connection.close();
        nats.close();
    }

    @Test
    void theNewestComeFirstInPartsWithoutGaps() throws Exception {
        for (int i = 1; i <= 7; i++) {
            bury("users", i);
        }
        stranger();
        letters.delete(letters.of(id(5)));
        List<Long> found = new ArrayList<>();

        long next = letters.newest(LetterStream.NEWEST, 3, each -> found.add(origin(each)));
        assertThat(found).containsExactly(7L, 6L, 4L);
        assertThat(next).isPositive();
        next = letters.newest(next, 3, each -> found.add(origin(each)));

        assertThat(found).containsExactly(7L, 6L, 4L, 3L, 2L, 1L);
        assertThat(next).as("nothing is older").isZero();
    }

    @Test
    void manyMessagesOfStrangersArePassedOverInParts() throws Exception {
        bury("users", 1);
        for (int i = 0; i < 150; i++) {
            stranger();
        }
        List<Long> found = new ArrayList<>();

        long next = letters.newest(LetterStream.NEWEST, 3, each -> found.add(origin(each)));
        assertThat(found).isEmpty();
        assertThat(next).isPositive();

        assertThat(letters.newest(next, 3, each -> found.add(origin(each)))).isZero();
        assertThat(found).containsExactly(1L);
    }

    @Test
    void thoseOfAResourceAreTheNewestAndTheOldestIsFirst() throws Exception {
        for (int i = 1; i <= 4; i++) {
            bury(i % 2 == 0 ? "users" : "orders", i);
        }

        assertThat(letters.newest("users", 5))
                .extracting(LetterStreamTest::origin)
                .containsExactly(2L, 4L);
        assertThat(letters.newest("users", 1))
                .extracting(LetterStreamTest::origin)
                .containsExactly(4L);
    }

    @Test
    void aLetterIsFoundByItsIdUntilItIsDeleted() throws Exception {
        bury("users", 1);
        bury("users", 2);

        assertThat(letters.of(id(1))).extracting(LetterStreamTest::origin).containsExactly(1L);
        letters.delete(letters.of(id(1)));
        assertThat(letters.of(id(1))).isEmpty();
        assertThat(letters.of(id(2))).hasSize(1);
        assertThat(letters.of(RequestId.next())).isEmpty();
    }

    @Test
    void withoutAStreamThereAreNone() throws Exception {
        assertThat(letters.newest(LetterStream.NEWEST, 3, each -> {})).isZero();
        connection.jetStreamManagement().deleteStream(DeadLetter.STREAM);

        assertThat(catchThrowableOfType(LetterException.class, () -> letters.newest(LetterStream.NEWEST, 1, each -> {}))
                        .why())
                .isEqualTo(Why.NO_STREAM);
        assertThat(catchThrowableOfType(LetterException.class, () -> letters.of(id(1)))
                        .why())
                .isEqualTo(Why.NO_STREAM);
    }

    /** @param number also its sequence in the stream that it comes from */
    private void bury(String resource, int number) throws Exception {
        DeadLetter.Origin origin = new DeadLetter.Origin("http." + resource + ".get", resource + "-service", number, 5);
        connection
                .jetStream()
                .publish(new DeadLetter(id(number), "gave-up", origin, new byte[] {1}).toMessage(MAX_PAYLOAD));
    }

    private void stranger() throws Exception {
        connection.jetStream().publish("dead.users.stranger", "no letter".getBytes(StandardCharsets.UTF_8));
    }

    private static RequestId id(int number) {
        return RequestId.parse("0199a5e0-7c1f-7000-8000-" + String.format("%012d", number));
    }

    private static long origin(StoredLetter letter) {
        return letter.letter().origin().sequence();
    }
}
