package io.pullway.corenats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.pullway.wire.CoreMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives is the same however the network cuts it, and nothing that arrives does harm. */
class FrameDecoderPropertiesTest {
    /** What a server may send: a message, or a line. @param headers null for none */
    private record Frame(String line, String headers, byte[] data) {
        byte[] bytes(int number) {
            if (line != null) {
                return latin(line + "\r\n");
            }
            String block = headers == null ? "" : "NATS/1.0\r\nA:" + headers + "\r\n\r\n";
            String head = headers == null
                    ? "MSG s." + number + " " + number + " " + data.length
                    : "HMSG s." + number + " " + number + " reply.to " + block.length() + " "
                            + (block.length() + data.length);
            return latin(head + "\r\n" + block + text(data) + "\r\n");
        }

        String told(int number) {
            return line != null ? line : "s." + number + "/" + number + "/" + (headers == null) + "/" + text(data);
        }
    }

    private static final class Heard implements FrameDecoder.Receiver {
        private final List<String> told = new ArrayList<>();

        @Override
        public void message(int subscription, CoreMessage message) {
            assertThat(message.replyTo()).isEqualTo(message.headers() == null ? null : "reply.to");
            told.add(message.subject() + "/" + subscription + "/" + (message.headers() == null) + "/"
                    + text(message.data()));
        }

        @Override
        public void info(String json) {
            told.add("INFO " + json);
        }

        @Override
        public void pinged() {
            told.add("PING");
        }

        @Override
        public void pong() {
            told.add("PONG");
        }

        @Override
        public void error(String reason) {
            told.add("-ERR " + reason);
        }
    }

    @Property
    void whatArrivesIsTheSameHoweverItIsCut(
            @ForAll("frames") List<Frame> frames, @ForAll @IntRange(min = 1, max = 40) int piece) {
        StringBuilder all = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < frames.size(); i++) {
            all.append(text(frames.get(i).bytes(i)));
            expected.add(frames.get(i).told(i));
        }
        Heard heard = new Heard();
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(heard));
        byte[] bytes = latin(all.toString());
        for (int at = 0; at < bytes.length; at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(bytes, at, Math.min(piece, bytes.length - at)));
        }
        channel.finishAndReleaseAll();

        assertThat(heard.told).isEqualTo(expected);
    }

    @Property(tries = 5_000)
    void whateverArrivesIsReadOrRefused(@ForAll("garbage") String garbage) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(new Heard()));
        try {
            channel.writeInbound(Unpooled.copiedBuffer(latin(garbage)));
        } catch (RuntimeException e) {
            assertThat(e).isInstanceOf(DecoderException.class);
            assertThat(e.getCause()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MSG a 1\r\n",
                "MSG a 1 b c 5\r\n",
                "MSG a x 5\r\n",
                "MSG a 1 99999999999\r\n",
                "MSG a 1 99999999\r\n",
                "MSG a 1 -1\r\n",
                "HMSG a 1 12 5\r\n",
                "MSG a 1 2\r\nabcd",
                "HELLO\r\n"
            })
    void aServerThatSpeaksAnotherLanguageIsRefused(String said) {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(new Heard()));

        assertThatThrownBy(() -> channel.writeInbound(Unpooled.copiedBuffer(latin(said))))
                .isInstanceOf(DecoderException.class);
    }

    @Test
    void aLineWithoutAnEndIsNotKeptForEver() {
        EmbeddedChannel channel = new EmbeddedChannel(new FrameDecoder(new Heard()));

        assertThatThrownBy(() -> channel.writeInbound(Unpooled.copiedBuffer(latin("INFO " + "x".repeat(70_000)))))
                .isInstanceOf(DecoderException.class)
                .hasMessageContaining("longer than");
    }

    @Provide
    Arbitrary<List<Frame>> frames() {
        Arbitrary<byte[]> data = Arbitraries.bytes().array(byte[].class).ofMaxSize(200);
        Arbitrary<String> values =
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(20);
        Arbitrary<Frame> messages = Combinators.combine(values.injectNull(0.5), data)
                .as((headers, bytes) -> new Frame(null, headers, bytes));
        Arbitrary<Frame> lines = Arbitraries.of("PING", "PONG", "INFO {\"max_payload\":8}", "-ERR 'Slow'")
                .map(line -> new Frame(line, null, null));
        return Arbitraries.frequencyOf(Tuple.of(4, messages), Tuple.of(1, lines))
                .list()
                .ofMaxSize(20);
    }

    @Provide
    Arbitrary<String> garbage() {
        Arbitrary<String> words = Arbitraries.of(
                "MSG ",
                "HMSG ",
                "a.b ",
                "1 ",
                "12 ",
                "\r\n",
                "\n",
                "PING",
                "PONG\r\n",
                "INFO {",
                "-ERR",
                "NATS/1.0",
                "+OK");
        Arbitrary<String> bytes =
                Arbitraries.strings().withCharRange('\u0000', '\u00ff').ofMaxLength(5);
        return Arbitraries.frequencyOf(Tuple.of(5, words), Tuple.of(1, bytes))
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts));
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
