package io.pullway.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionTest {
    @ParameterizedTest
    @CsvSource({
        "2.14.3, 0",
        "2.14.10, 1",
        "2.15.0, 1",
        "3.0.0, 1",
        "2.14.2, -1",
        "2.9.99, -1",
        "2.14.3-RC.1, -1",
        "v2.14.3+k3s1, 0"
    })
    void versionsAreComparedByTheirNumbers(String version, int expected) {
        assertThat(Integer.signum(Version.parse(version).compareTo(Version.parse("2.14.3"))))
                .isEqualTo(expected);
    }

    @Test
    void whatIsNoVersionIsToldAsNotLookedAt() {
        Notes notes = new Notes();
        Floor.NATS.judge("nats-server n1", "latest", notes);
        assertThat(notes.section("server").notLookedAt())
                .containsExactly("whether nats-server n1 is new enough: \"latest\" is no version");
    }

    @Test
    void whatIsTooOldIsAnError() {
        Notes notes = new Notes();
        Floor.NATS.judge("nats-server n1", "2.14.2", notes);
        Floor.NATS.judge("nats-server n2", "2.14.3", notes);
        Floor.KUBERNETES.judge("Kubernetes", "v1.30.9+k3s1", notes);
        List<Finding> findings = notes.section("server").findings();
        assertThat(findings).extracting(Finding::severity).containsOnly(Severity.ERROR);
        assertThat(findings)
                .extracting(Finding::what)
                .containsExactly(
                        "nats-server n1 is of version 2.14.2, older than 2.14.3",
                        "Kubernetes is of version v1.30.9+k3s1, older than 1.31.0");
    }
}
