package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityAtStartTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://login.example/keys",
                "https://login.example:8443/realms/a/protocol/openid-connect/certs",
                "http://127.0.0.1:8090/jwks",
                "http://localhost/jwks.json",
                "http://[::1]:1/jwks",
                "file:/etc/pullway/jwks.json",
                "file:/a checkout with spaces/jwks.json",
                "file:keys/jwks.json"
            })
    void keys_may_come_from(String place) {
        assertThatCode(() -> IdentityAtStart.check(place)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://login.example/keys",
                "http://127.0.0.1.evil.example/keys",
                "http://localhost@evil.example/keys",
                "https:///keys",
                "ftp://login.example/keys",
                "jwks.json",
                "/etc/pullway/jwks.json",
                "classpath:jwks.json",
                "https://login example/"
            })
    void where_others_could_change_them_they_may_not_be(String place) {
        assertThatThrownBy(() -> IdentityAtStart.check(place))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("pullway.identity.jwks is " + place, "allowed: https://");
    }
}
