package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.nats.client.impl.Headers;
import io.nats.client.support.IncomingHeadersProcessor;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HeaderBlockTest {
    @Property(tries = 5_000)
    void jnatsReadsWhatIsLegible(@ForAll("nearlyHeaders") String text) {
        byte[] block = block(text);
        if (HeaderBlock.isLegible(block)) {
            assertThatCode(() -> new IncomingHeadersProcessor(block)).doesNotThrowAnyException();
        }
    }

    @Property
    void whatJnatsWritesIsLegible(@ForAll("names") String name, @ForAll("values") String value) {
        byte[] block = new Headers().add(name, value).getSerialized();

        assertThat(HeaderBlock.isLegible(block)).isTrue();
    }

    @Test
    void noHeadersAreLegible() {
        assertThat(HeaderBlock.isLegible(new byte[0])).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: \u00ff\r\n",
                "No colon\r\n",
                "A name: x\r\n",
                "X: a\r\n folded\r\n",
                "X: a\nb\r\n",
                "X: a\rb\r\n",
                ": x\r\n",
                "X: x",
                "\r\n"
            })
    void whatEndsAReaderIsNotLegible(String lines) {
        assertThat(HeaderBlock.isLegible(block("NATS/1.0\r\n" + lines + "\r\n")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NATS/1.0", "NATS/1.0\r\n", "NATS/1.0 503\r\n\r\n", "NATS/2.0\r\n\r\n", "X: x\r\n\r\n", "N"})
    void whatIsNoHeaderBlockOfAStoredMessageIsNotLegible(String block) {
        assertThat(HeaderBlock.isLegible(block(block))).isFalse();
    }

    @Provide
    Arbitrary<String> nearlyHeaders() {
        return Arbitraries.of("X", "Nats-Msg-Id", ":", ": ", " ", "\t", "\r\n", "\r", "\n", "a", "\u00ff", "\u0000")
                .list()
                .ofMaxSize(12)
                .map(parts -> "NATS/1.0\r\n" + String.join("", parts) + "\r\n\r\n");
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.strings().withCharRange('!', '~').excludeChars(':').ofMinLength(1);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withCharRange(' ', '~');
    }

    private static byte[] block(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
