package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.cli.streams.RefusedException;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with certificates of one's own, and the contexts of the nats CLI. */
class TlsAndContextsTest {
    @TempDir
    private Path folder;

    private TlsFiles files;
    private Path certificate;
    private Path key;

    @BeforeEach
    void makeCertificate() {
        files = TlsFiles.in(folder);
        certificate = files.certificate();
        key = files.key();
    }

    @Test
    void believesTheAuthorityThatIsSaidAndNoOther() {
        try (NatsServer nats = secured("")) {
            assertThat(run(nats, "--tlsca", certificate.toString()).exitCode()).isZero();
            assertThat(run(nats).err()).contains("do not agree on TLS").contains("--tlsca");
            assertThat(Run.of("status", "--server", nats.url(), "--user", "amy", "--password", "secret")
                            .err())
                    .contains("write tls://");
        }
    }

    @Test
    void showsACertificateOfItsOwn() {
        try (NatsServer nats = secured("verify: true, ca_file: \"" + certificate + "\"")) {
            assertThat(run(nats, "--tlsca", certificate.toString()).exitCode()).isEqualTo(1);
            assertThat(run(
                                    nats,
                                    "--tlsca",
                                    certificate.toString(),
                                    "--tlscert",
                                    certificate.toString(),
                                    "--tlskey",
                                    key.toString())
                            .exitCode())
                    .isZero();
            assertThat(run(nats, "--tlscert", certificate.toString()).err()).contains("--tlskey");
            assertThat(run(nats, "--tlscert", certificate.toString(), "--tlskey", certificate.toString())
                            .err())
                    .contains("openssl pkcs8");
        }
    }

    @Test
    void aContextHoldsTheSettingsOfTheNatsCli() throws Exception {
        write(
                "context/shop.json",
                "{\"url\":\"tls://a:4222\",\"user\":\"amy\",\"creds\":\"~/amy.creds\",\"token\":\"\"}");
        NatsContext shop = NatsContext.load("shop", folder);
        assertThat(shop.apply("url")).isEqualTo("tls://a:4222");
        assertThat(shop.apply("user")).isEqualTo("amy");
        assertThat(shop.apply("creds")).isEqualTo(System.getProperty("user.home") + "/amy.creds");
        assertThat(shop.apply("token")).isNull();
        assertThat(shop.apply("ca")).isNull();
    }

    @Test
    void withoutANameTheSelectedContextCountsIfThereIsOne() throws Exception {
        assertThat(NatsContext.load(null, folder).apply("url")).isNull();
        write("context/shop.json", "{\"url\":\"nats://a:4222\"}");
        write("context.txt", "shop\n");
        assertThat(NatsContext.load(null, folder).apply("url")).isEqualTo("nats://a:4222");
    }

    @Test
    void refusesAContextThatIsNone() throws Exception {
        write("context/broken.json", "{");
        write("context/list.json", "[]");
        for (Map.Entry<String, String> none : Map.of(
                        "missing", "There is no context \"missing\"",
                        "../context/list", "There is no context",
                        "broken", "cannot be read",
                        "list", "no context of the nats CLI")
                .entrySet()) {
            assertThat(refusal(none.getKey())).contains(none.getValue());
        }
    }

    @Test
    void theCommandLineSaysThatAContextIsMissing() {
        assertThat(Run.of("status", "--context", "no-such-context").err())
                .startsWith("There is no context \"no-such-context\"");
    }

    private String refusal(String name) {
        try {
            NatsContext.load(name, folder);
            return "none";
        } catch (RefusedException e) {
            return e.getMessage();
        }
    }

    private Run run(NatsServer nats, String... more) {
        String[] all = java.util.Arrays.copyOf(
                new String[] {
                    "status",
                    "--server",
                    nats.url().replace("nats://", "tls://"),
                    "--user",
                    "amy",
                    "--password",
                    "secret"
                },
                7 + more.length);
        System.arraycopy(more, 0, all, 7, more.length);
        return Run.of(all);
    }

    private NatsServer secured(String more) {
        return NatsServer.started("""
                tls { %s %s }
                accounts { A { jetstream: enabled, users: [ { user: amy, password: secret } ] } }
                """.formatted(files.natsConfig(), more.isEmpty() ? "" : ", " + more));
    }

    private void write(String name, String text) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
