package io.pullway.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.events.OutboxRow.Key;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How events are written, and what is taken for one. */
class CloudEventsTest {
    private static final Instant TIME = Instant.parse("2026-11-21T17:00:00.123456Z");

    private final CloudEvents events = new CloudEvents(new ObjectMapper());

    @Test
    void anEventIsReadAsItWasWritten() throws MalformedEventException {
        byte[] written = events.write("urn:x", row("00-1-2-01"));

        assertThat(new String(written, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"specversion\":\"1.0\",\"id\":\"i\",\"source\":\"urn:x\",\"type\":\"t\",\"subject\":\"s/1\","
                                + "\"time\":\"2026-11-21T17:00:00.123456Z\",\"datacontenttype\":\"application/json\","
                                + "\"traceparent\":\"00-1-2-01\",\"data\":{\"score\":4}}");
        Event read = events.read(written, 9);
        assertThat(read.id()).isEqualTo("i");
        assertThat(read.source()).isEqualTo("urn:x");
        assertThat(read.type()).isEqualTo("t");
        assertThat(read.subject()).isEqualTo("s/1");
        assertThat(read.time()).isEqualTo(TIME);
        assertThat(read.data().get("score").intValue()).isEqualTo(4);
        assertThat(read.sequence()).isEqualTo(9);
    }

    @Test
    void withoutATraceThereIsNone() {
        assertThat(new String(events.write("urn:x", row(null)), StandardCharsets.UTF_8))
                .doesNotContain("traceparent");
    }

    @Test
    void whatMayBeLeftOutMayBeLeftOut() throws MalformedEventException {
        Event read = read("{'specversion':'1.0','id':'i','source':'x','type':'t','more':[]}");

        assertThat(read.subject()).isNull();
        assertThat(read.time()).isNull();
        assertThat(read.data()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "no event | it is not JSON",
                "[] | its specversion is not 1.0",
                "{} | its specversion is not 1.0",
                "{'specversion':'0.3','id':'i','source':'x','type':'t'} | its specversion is not 1.0",
                "{'specversion':'1.0','source':'x','type':'t'} | it has no id",
                "{'specversion':'1.0','id':'','source':'x','type':'t'} | it has no id",
                "{'specversion':'1.0','id':7,'source':'x','type':'t'} | it has no id",
                "{'specversion':'1.0','id':'i','type':'t'} | it has no source",
                "{'specversion':'1.0','id':'i','source':'x'} | it has no type",
                "{'specversion':'1.0','id':'i','source':'x','type':'t','time':'now'} | its time is none"
            })
    void whatIsNoEventIsToldWhy(String payload, String sentence) {
        assertThatThrownBy(() -> read(payload))
                .isInstanceOf(MalformedEventException.class)
                .hasMessage(sentence);
    }

    @Test
    void nothingAtAllIsNoEvent() {
        assertThatThrownBy(() -> events.read(new byte[0], 1)).isInstanceOf(MalformedEventException.class);
    }

    /** PostgreSQL takes it. */
    @Test
    void dataThatIsDeeperThanJsonIsReadIsRefused() {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);

        assertThatThrownBy(() -> events.write("urn:x", row(deep, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the data of event i cannot be read: ");
    }

    private Event read(String json) throws MalformedEventException {
        return events.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), 1);
    }

    private static OutboxRow row(String traceparent) {
        return row("{\"score\":4}", traceparent);
    }

    private static OutboxRow row(String data, String traceparent) {
        return new OutboxRow(1, "i", TIME, new Key("ratings", "5"), "created", "t", "s/1", data, traceparent);
    }
}
