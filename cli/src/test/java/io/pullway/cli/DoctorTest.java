package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.api.AccountStatistics;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code pullway doctor} where all is well, and where it may not look or nothing answers. */
class DoctorTest {
    @AutoClose
    private static final Patients PATIENTS = new Patients();

    @TempDir
    private Path folder;

    @BeforeAll
    static void declare() {
        assertThat(PATIENTS.as("well", "apply", Patients.DECLARED).err()).isEmpty();
    }

    @Test
    void whereNothingIsWrongItSaysSoAndWhatItDidNotLookAt() throws Exception {
        long before = streams("well");

        Run run = PATIENTS.doctor("well", "--system-user", "system", "--system-password", "secret");

        assertThat(run.out())
                .startsWith("Looked at NATS 2.")
                .contains("Well: server, rights, declared, clocks, storage, servers.")
                .contains("Not looked at: cluster: --no-cluster says so")
                .contains("note  queues: no instance of rating-service is there.")
                .endsWith("Nothing has to be done, as far as could be looked.\n");
        assertThat(run.exitCode()).isZero();
        assertThat(streams("well")).as("nothing that was tried had an effect").isEqualTo(before);
    }

    @Test
    void rightsAreTriedAndTheMissingOnesNamed() {
        Run limited =
                PATIENTS.doctor("limited", "--timeout", "1s", "--system-user", "well", "--system-password", "secret");

        assertThat(limited.exitCode()).isEqualTo(3);
        assertThat(limited.out())
                .contains("warning  rights: this user may not publish to $JS.API.STREAM.LIST.")
                .contains("Fails without it: pullway dead-letters redrive.")
                .contains("may not publish to http.-.doctor", "may not subscribe to presence.>")
                .doesNotContain("may not publish to $JS.API.STREAM.INFO", "no instance of")
                .contains("Not looked at: storage: NATS did not answer: Permissions Violation")
                .contains("Not looked at: queues: ")
                .contains("Not looked at: servers: the servers: none answered");
        assertThat(PATIENTS.doctor("mute", "--timeout", "300ms").out())
                .contains("ERROR  rights: no answer reaches this user.", "--inbox-prefix _INBOX_operator");
    }

    @Test
    void whatCannotBeAskedIsNamedAndTheRestIsLookedAt() {
        Run without = PATIENTS.doctor("without", "--system-user", "nobody");
        assertThat(without.out())
                .contains("ERROR  server: JetStream is not on for the account of this user.")
                .contains("Not looked at: storage: ", "Not looked at: queues: ", "Not looked at: declared: ")
                .contains("Not looked at: servers: NATS at", "refuses these credentials");

        Run away = Run.of("doctor", "--no-cluster", "--server", "nats://127.0.0.1:1", "--timeout", "1s");
        assertThat(away.exitCode()).isEqualTo(4);
        assertThat(away.out())
                .contains("ERROR  server: NATS cannot be reached at nats://127.0.0.1:1")
                .contains("Not looked at: server: all of NATS", "Not looked at: cluster: ");

        assertThat(Run.of("doctor", "--kubeconfig", folder + "/none", "--server", PATIENTS.url())
                        .err())
                .contains("there is no such kubeconfig");
    }

    private static long streams(String user) throws Exception {
        try (Connection connection = PATIENTS.connect(user)) {
            AccountStatistics account = connection.jetStreamManagement().getAccountStatistics();
            return account.getStreams() * 1_000 + account.getConsumers();
        }
    }
}
