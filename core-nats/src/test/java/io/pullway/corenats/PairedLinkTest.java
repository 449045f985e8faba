package io.pullway.corenats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.pullway.fixtures.Await;
import io.pullway.fixtures.NatsOperator;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.TlsFiles;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two connections that count as one: it mends itself, whichever of them is lost, and enters wherever jnats may. */
class PairedLinkTest {
    @TempDir
    private Path folder;

    @Test
    void aKilledServerIsFoundAgainWhenItRuns() {
        try (NatsServer server = NatsServer.started();
                LinkOwner owner = new LinkOwner(server.url()).connected()) {
            owner.awaitHearing("before");
            server.kill();
            Await.until(LinkOwner.LIMIT, "the link is disconnected", () -> owner.disconnects.get() == 1);
            assertThat(owner.link().isConnected()).isFalse();
            assertThatThrownBy(() -> owner.requests().publish("any", new byte[1]))
                    .isInstanceOf(IllegalStateException.class);
            server.start();
            owner.awaitHearing("after");
            assertThat(owner.link().isConnected()).isTrue();
            assertThat(owner.connects).hasValue(1);
            assertThat(owner.reconnects).hasPositiveValue();
        }
    }

    @Test
    void aFrozenServerIsNoticedAndFoundAgain() {
        try (NatsServer server = NatsServer.started();
                LinkOwner owner = new LinkOwner(server.url()).connected()) {
            owner.awaitHearing("before");
            server.freeze();
            Await.until(
                    LinkOwner.LIMIT,
                    "the link notices the silence",
                    () -> !owner.link().isConnected());
            server.thaw();
            owner.awaitHearing("after");
        }
    }

    @Test
    void aLinkMayBeOpenedBeforeTheServerRuns() {
        try (NatsServer server = NatsServer.started()) {
            server.stop();
            try (LinkOwner owner = new LinkOwner(server.url())) {
                assertThat(owner.link().isConnected()).isFalse();
                server.start();
                owner.connected().awaitHearing("first");
            }
        }
    }

    /** jnats is not harmed by it and goes on; the owner has to hear of it all the same. */
    @Test
    void aLostConnectionForRequestsIsMadeAnewWhileJnatsStaysConnected() {
        try (NatsServer server = NatsServer.started();
                LinkOwner owner = new LinkOwner(server.url()).connected()) {
            owner.awaitHearing("before");
            // A subject that no server takes: it closes the connection of whoever sends it.
            owner.requests().publish("a subject with spaces", new byte[1]);
            Await.until(LinkOwner.LIMIT, "the owner hears of both", () -> owner.reconnects.get() == 1);
            assertThat(owner.disconnects).hasValue(1);
            owner.awaitHearing("after");
            assertThat(owner.link().control().getStatistics().getReconnects()).isZero();
        }
    }

    @Test
    void aLostConnectionOfJnatsTakesTheOtherWithIt() throws Exception {
        try (NatsServer server = NatsServer.started();
                LinkOwner owner = new LinkOwner(server.url()).connected()) {
            owner.awaitHearing("before");
            owner.link().control().forceReconnect();
            Await.until(LinkOwner.LIMIT, "the owner hears of both", () -> owner.reconnects.get() == 1);
            assertThat(owner.disconnects).hasValue(1);
            owner.awaitHearing("after");
        }
    }

    @Test
    void bothGoWhereTheFirstGoes() {
        try (NatsServer first = NatsServer.started();
                NatsServer second = NatsServer.started();
                LinkOwner owner = new LinkOwner(first.url() + "," + second.url()).connected()) {
            boolean onFirst = owner.link().control().getConnectedUrl().endsWith(":" + first.port());
            (onFirst ? first : second).kill();
            owner.awaitHearing("elsewhere");
        }
    }

    @Test
    void aUserEntersByPassword() {
        try (NatsServer server = NatsServer.started("authorization { users: [{ user: amy, password: \"se cret\" }] }");
                LinkOwner owner = new LinkOwner(Map.of(
                                "pullway.nats.servers", server.url(),
                                "pullway.nats.user", "amy",
                                "pullway.nats.password", "se cret"))
                        .connected()) {
            owner.awaitHearing("amy");
            assertThat(owner.requests().newInbox()).startsWith("_INBOX_amy.");
        }
    }

    @Test
    void aUserEntersByACredentialsFile() {
        NatsOperator operator = new NatsOperator();
        Path credentials = operator.credentials(folder.resolve("user.creds"));
        try (NatsServer server = NatsServer.started(operator.natsConfig());
                LinkOwner owner = new LinkOwner(Map.of(
                                "pullway.nats.servers", server.url(), "pullway.nats.creds", credentials.toString()))
                        .connected()) {
            owner.awaitHearing("known by a token");
        }
    }

    @Test
    void bothConnectionsAreEncryptedAndShowACertificate() {
        TlsFiles tls = TlsFiles.in(folder);
        try (NatsServer server = NatsServer.started(
                        "tls { %s, verify: true, ca_file: \"%s\" }".formatted(tls.natsConfig(), tls.certificate()));
                LinkOwner owner = new LinkOwner(Map.of(
                                "pullway.nats.servers", server.url().replace("nats://", "tls://"),
                                "pullway.nats.trust-store", tls.store().toString(),
                                "pullway.nats.trust-store-password", TlsFiles.PASSWORD,
                                "pullway.nats.key-store", tls.store().toString(),
                                "pullway.nats.key-store-password", TlsFiles.PASSWORD))
                        .connected()) {
            owner.awaitHearing("encrypted");
        }
    }

    @Test
    void aClosedLinkStaysClosed() {
        try (NatsServer server = NatsServer.started()) {
            LinkOwner owner = new LinkOwner(server.url()).connected();
            Connection connection = owner.link().control();
            owner.close();
            Await.until(LinkOwner.LIMIT, "it is closed", () -> connection.getStatus() == Connection.Status.CLOSED);
            assertThat(owner.link().isConnected()).isFalse();
            assertThat(owner.reconnects).hasValue(0);
        }
    }
}
