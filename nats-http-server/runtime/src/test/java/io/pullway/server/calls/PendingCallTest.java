package io.pullway.server.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.Subjects;
import org.junit.jupiter.api.Test;

class PendingCallTest {
    private final RequestId id = RequestId.next();
    private final PendingCall call = call();

    @Test
    void aMessageThatIsMadeAnewSaysThatAnEarlierOneMayHaveBeenRun() throws MalformedMessageException {
        String first = call.messageId();
        assertThat(sent().attempt()).isEqualTo(1);

        call.startAnew(System.nanoTime());

        assertThat(sent().attempt()).isEqualTo(2);
        assertThat(sent().requestId()).isEqualTo(id);
        assertThat(sent().budgetMillis()).isBetween(1L, 10_000L);
        assertThat(call.messageId()).isNotEqualTo(first);
    }

    private RequestEnvelope sent() throws MalformedMessageException {
        return HttpRequestMessage.decode(call.payload()).envelope();
    }

    private PendingCall call() {
        RequestSubject.Mapped mapped = (RequestSubject.Mapped) RequestSubject.of(RequestKind.HTTP, "PUT", "/things/1");
        RequestEnvelope envelope =
                RequestEnvelope.ofCall(id, Subjects.reply("callers", "c1", mapped.resource(), id), 10_000, 1);
        try {
            return new PendingCall(
                    mapped,
                    id.text(),
                    new HttpRequestMessage(envelope, "PUT", "/things/1", new FieldLines(), Body.EMPTY));
        } catch (MalformedMessageException e) {
            throw new IllegalStateException(e);
        }
    }
}
