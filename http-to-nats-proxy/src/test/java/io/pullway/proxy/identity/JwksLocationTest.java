package io.pullway.proxy.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keys may come from: nobody on the way can change them. */
class JwksLocationTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "jwks.json",
                "http://issuer.example/jwks",
                "http://10.0.0.1/jwks",
                "http:///jwks",
                "https:///jwks",
                "ftp://127.0.0.1/jwks",
                "file://host/jwks",
                "file:jwks.json",
                "file:/srv/c#/jwks.json",
                "file:/srv/jwks.json?old",
                "file:/srv/50%/jwks.json",
                "http://127.0.0.1.example/jwks",
                "http://localhost.example/jwks"
            })
    void keysComeFromASafePlaceOnly(String place) {
        assertThatThrownBy(() -> new TokenVerifier(place, TestIssuer.RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pullway.identity.jwks is '" + place + "'; allowed: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://issuer.example/jwks",
                "http://127.0.0.1/jwks",
                "http://localhost:8085/",
                "http://[::1]:80/",
                "file:/etc/jwks.json",
                "file:/srv/my shop/jwks.json",
                "file:///etc/jwks.json"
            })
    void thesePlacesAreSafe(String place) {
        assertThat(JwksLocation.of(place)).hasToString(place.replace(" ", "%20"));
    }
}
