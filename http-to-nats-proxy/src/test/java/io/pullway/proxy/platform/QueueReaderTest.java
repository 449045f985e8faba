package io.pullway.proxy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.DeadLetter;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class QueueReaderTest {
    @Test
    void ofManyServicesNoQueueIsLeftOutForStreamsThatAreOnlyCounted() {
        List<String> services =
                IntStream.range(0, 60).mapToObj(i -> "service-" + i).toList();
        List<String> streams = Stream.concat(
                        Stream.of(DeadLetter.STREAM),
                        services.stream().flatMap(name -> Stream.of("ANSWERS_" + name, "EVENTS_" + name, name)))
                .toList();

        List<String> lookedAt = QueueReader.lookedAt(streams);

        assertThat(lookedAt).hasSize(100).contains(DeadLetter.STREAM).containsAll(services);
        assertThat(lookedAt.getLast()).startsWith("ANSWERS_");
    }
}
