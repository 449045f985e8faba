package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which addresses are of one client. */
class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1:8080",
        "192.0.2.1, ::ffff:192.0.2.1",
        "192.0.2.1, [::ffff:192.0.2.1]:80",
        "2001:db8::1, 2001:db8:0:0:ffff:ffff:ffff:ffff",
        "2001:db8::1, [2001:db8::2]:443",
        "::1, 0:0:0:0:0:0:0:1"
    })
    void theseAreTheSame(String one, String other) {
        assertThat(key(other)).isEqualTo(key(one)).isNotEqualTo(ClientAddress.key(null));
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, 192.0.2.2", "2001:db8::1, 2001:db8:0:1::1", "0.0.0.1, ::1"})
    void theseAreNot(String one, String other) {
        assertThat(key(other)).isNotEqualTo(key(one));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "unknown", "_hidden", "192.0.2", "192.0.2.256", "example.com", "[::1", "a:b", ":80", "1:2:3"
            })
    void theseAreNone(String text) {
        assertThat(ClientAddress.parse(text)).isNull();
    }

    @Test
    void nothingIsNoAddress() {
        assertThat(ClientAddress.key(null)).isEqualTo(-1);
    }

    private static long key(String text) {
        return ClientAddress.key(ClientAddress.parse(text));
    }
}
