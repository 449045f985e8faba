package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The copy of a message that nobody could work on. */
class DeadLetterTest {
    private static final int MAX_PAYLOAD = 1 << 20;
    private static final RequestId ID = RequestId.parse("0199a5e0-7c1f-7000-8000-00000000002a");
    private static final DeadLetter.Origin ORIGIN = new DeadLetter.Origin("http.users.post.5", "rating-service", 42, 6);
    private static final byte[] PAYLOAD = "POST /users/5 HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void itIsReadAsItWasWritten() throws MalformedMessageException {
        Message message = new DeadLetter(ID, "gave-up", ORIGIN, PAYLOAD).toMessage(MAX_PAYLOAD);

        DeadLetter read = DeadLetter.of(message.getSubject(), message.getHeaders(), message.getData());

        assertThat(message.getSubject()).isEqualTo("dead.users." + ID);
        assertThat(message.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo(ID + ".42");
        assertThat(read.id()).isEqualTo(ID);
        assertThat(read.reason()).isEqualTo("gave-up");
        assertThat(read.origin()).isEqualTo(ORIGIN);
        assertThat(read.payload()).isEqualTo(PAYLOAD);
    }

    @Test
    void itNeverHoldsAHeaderThatWouldEndItsReader() {
        DeadLetter.Origin odd = new DeadLetter.Origin("http.users.gr\u00fc\u00df\r\ne", "s", 1, 1);

        Headers headers = new DeadLetter(ID, "a\nb\u0000", odd, PAYLOAD)
                .toMessage(MAX_PAYLOAD)
                .getHeaders();

        assertThat(headers.getFirst("Pullway-Dead-Subject")).isEqualTo("http.users.gr????e");
        assertThat(headers.getFirst("Pullway-Dead-Reason")).isEqualTo("a?b?");
    }

    @Test
    void aPayloadThatFillsAMessageIsLeftOutAndItsLengthTold() {
        byte[] large = new byte[1_000];
        DeadLetter letter = new DeadLetter(ID, "gave-up", ORIGIN, large);
        int headers = letter.toMessage(MAX_PAYLOAD).getHeaders().serializedLength();

        assertThat(letter.toMessage(1_000 + headers).getData()).hasSize(1_000);
        Message cut = letter.toMessage(999 + headers);
        assertThat(cut.getData()).isEmpty();
        assertThat(cut.getHeaders().getFirst("Pullway-Dead-Cut")).isEqualTo("1000");
    }

    @Test
    void whatHasNoIdGetsOneOfItsPlace() {
        DeadLetter.Origin other = new DeadLetter.Origin("http.users.post.5", "rating-service", 43, 1);
        DeadLetter.Origin again = new DeadLetter.Origin("http.users.post.5", "rating-service", 42, 7);

        assertThat(DeadLetter.idOf(ORIGIN)).isEqualTo(DeadLetter.idOf(again)).isNotEqualTo(DeadLetter.idOf(other));
    }

    @Test
    void whatIsNoDeadLetterIsNotReadAsOne() {
        String subject = "dead.users." + ID;
        assertThatThrownBy(() -> DeadLetter.of(subject, null, PAYLOAD)).isInstanceOf(MalformedMessageException.class);
        assertThatThrownBy(() -> DeadLetter.of(subject, new Headers(), PAYLOAD))
                .isInstanceOf(MalformedMessageException.class);
        Headers headers = new DeadLetter(ID, "gave-up", ORIGIN, PAYLOAD)
                .toMessage(MAX_PAYLOAD)
                .getHeaders();
        assertThatThrownBy(() -> DeadLetter.of("dead.users.x", headers, PAYLOAD))
                .isInstanceOf(MalformedMessageException.class);
        headers.put("Pullway-Dead-Sequence", "many");
        assertThatThrownBy(() -> DeadLetter.of(subject, headers, PAYLOAD))
                .isInstanceOf(MalformedMessageException.class);
    }
}
