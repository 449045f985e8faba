package io.pullway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What holds where nothing is configured: tests with a platform set what they cannot wait for. */
class ProxyConfigTest {
    @ParameterizedTest
    @CsvSource({"eventCheckInterval, 5m", "maxEventStreams, 2000", "budget, 30s", "asyncBudget, 1h"})
    void theDefaultsAreThoseOfTheDocumentation(String property, String value) throws NoSuchMethodException {
        assertThat(ProxyConfig.class
                        .getMethod(property)
                        .getAnnotation(WithDefault.class)
                        .value())
                .isEqualTo(value);
    }
}
