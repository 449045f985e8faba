package io.pullway.load.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {
    @Test
    void isWrittenInOrderAndIndented() {
        Map<String, Object> run = new LinkedHashMap<>();
        run.put("inFlight", 64);
        run.put("ratio", 0.12345);
        run.put("empty", List.of());
        assertThat(Json.write(Map.of("runs", List.of(run)))).isEqualTo("""
                {
                  "runs": [
                    {
                      "inFlight": 64,
                      "ratio": 0.123,
                      "empty": []
                    }
                  ]
                }
                """);
    }

    @Test
    void textAndAllKindsOfValuesAreReadBackAsTheyWere() throws JsonParseException {
        String text = "quote \" backslash \\ line\nbell \u0007 umlaut ü";
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(text, text);
        values.put("long", 1L << 40);
        values.put("yes", true);
        values.put("nothing", null);
        JsonValue read = JsonParser.parse(Json.write(values), JsonParser.Option.KEEP_NULLS);
        assertThat(read.map.get(text).string).isEqualTo(text);
        assertThat(read.map.get("long").l).isEqualTo(1L << 40);
        assertThat(read.map.get("yes").bool).isTrue();
        assertThat(read.map.get("nothing")).isEqualTo(JsonValue.NULL);
    }

    @Test
    void whatJsonCannotSayIsRefused() {
        assertThatThrownBy(() -> Json.write(List.of(Double.NaN))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Json.write(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
