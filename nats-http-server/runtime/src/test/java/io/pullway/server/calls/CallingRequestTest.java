package io.pullway.server.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.Body;
import io.pullway.wire.DeliveryInfo;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CallingRequestTest {
    private static final RequestId ID = RequestId.next();

    @Test
    void aFurtherDeliveryMakesTheSameCallsUnderTheSameIds() {
        CallingRequest first = delivered(1);
        CallingRequest second = delivered(2);

        RequestId one = post(first, "a");
        RequestId another = post(first, "a");
        assertThat(post(second, "a")).isEqualTo(one);
        assertThat(post(second, "a")).isEqualTo(another).isNotEqualTo(one);
        assertThat(first.attempt()).isEqualTo(1);
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.delivery()).isNotEqualTo(first.delivery());
    }

    /** A single NATS that was killed may say of both that they are the first: neither is to be stored as a copy of the other. */
    @Test
    void whatIsCountedAsTheSameDeliveryIsToldApart() {
        assertThat(delivered(1).delivery())
                .startsWith("7.1.")
                .isNotEqualTo(delivered(1).delivery());
    }

    /** Else the answer to one would be taken for the answer to the other, as with a key that is used once more. */
    @Test
    void aCallWithAnotherBodyIsAnotherCall() {
        assertThat(post(delivered(1), "bad")).isNotEqualTo(post(delivered(1), "good"));
    }

    @Test
    void theOrderOfCallsWithDifferentBodiesDoesNotMatter() {
        CallingRequest first = delivered(1);
        CallingRequest second = delivered(2);

        RequestId good = post(first, "good");
        RequestId bad = post(first, "bad");
        assertThat(post(second, "bad")).isEqualTo(bad);
        assertThat(post(second, "good")).isEqualTo(good);
    }

    private static CallingRequest delivered(long deliveries) {
        RequestEnvelope envelope = RequestEnvelope.ofCall(ID, Subjects.reply("callers", "c1", "a", ID), 1_000, 1);
        HttpRequestMessage request = new HttpRequestMessage(envelope, "POST", "/a", new FieldLines(), Body.EMPTY);
        return new CallingRequest(request, new DeliveryInfo(deliveries, 7, 0), 1_000_000_000);
    }

    private static RequestId post(CallingRequest caller, String text) {
        return caller.nextCall("POST", "/things", Body.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
