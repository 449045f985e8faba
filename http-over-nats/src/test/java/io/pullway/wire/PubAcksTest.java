package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class PubAcksTest {
    private static final long MOST = 999_999_999_999_999_999L;

    @Property
    void theSequenceIsRead(
            @ForAll @LongRange(min = 1, max = MOST) long sequence,
            @ForAll @AlphaChars @StringLength(min = 1, max = 40) String stream) {
        // As nats-server writes it for most messages, and for copies.
        for (String form :
                new String[] {"{\"stream\":\"%s\", \"seq\":%d}", "{\"stream\":\"%s\",\"seq\":%d,\"duplicate\":true}"}) {
            assertThat(PubAcks.sequence(form.formatted(stream, sequence).getBytes(StandardCharsets.US_ASCII)))
                    .isEqualTo(sequence);
        }
    }

    @Property
    void nothingIsReadOfWhatIsNoPubAck(@ForAll byte[] garbage) {
        assertThatCode(() -> PubAcks.error(garbage)).doesNotThrowAnyException();
        assertThat(PubAcks.sequence(garbage)).isZero();
    }

    @Test
    void noPartOfAPubAckIsOne() {
        String whole = "{\"stream\":\"orders\", \"seq\":12345}";
        for (int length = 0; length < whole.length(); length++) {
            assertThat(PubAcks.sequence(whole.substring(0, length).getBytes(StandardCharsets.US_ASCII)))
                    .as("of %d", length)
                    .isZero();
        }
        assertThat(PubAcks.sequence(whole.getBytes(StandardCharsets.US_ASCII))).isEqualTo(12_345);
    }

    @Test
    void whatIsTooLargeForASequenceIsNone() {
        assertThat(PubAcks.sequence(
                        "{\"stream\":\"x\", \"seq\":1234567890123456789}".getBytes(StandardCharsets.US_ASCII)))
                .isZero();
        assertThat(PubAcks.sequence("{\"stream\":\"x\", \"seq\":-1}".getBytes(StandardCharsets.US_ASCII)))
                .isZero();
        assertThat(PubAcks.sequence("{\"error\":{\"code\":503,\"err_code\":10077},\"stream\":\"x\",\"seq\":0}"
                        .getBytes(StandardCharsets.US_ASCII)))
                .isZero();
    }

    @Test
    void errorsAreTold() {
        assertThat(PubAcks.error("{\"error\":{\"code\":503,\"err_code\":10077}}".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(PubAcks.STREAM_FULL);
        assertThat(PubAcks.error("{\"error\":{\"code\":503}}".getBytes(StandardCharsets.US_ASCII)))
                .isEqualTo(1);
        assertThat(PubAcks.error("{\"stream\":\"x\", \"seq\":1}".getBytes(StandardCharsets.US_ASCII)))
                .isZero();
        assertThat(PubAcks.error("hello".getBytes(StandardCharsets.US_ASCII))).isEqualTo(PubAcks.NO_PUB_ACK);
    }
}
