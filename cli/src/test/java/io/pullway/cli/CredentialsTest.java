package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.NKey;
import io.nats.client.support.JwtUtils;
import io.pullway.fixtures.NatsServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose users are known by tokens of an operator, as NATS' own tools make them. */
class CredentialsTest {
    private static final String STREAM = """
            apiVersion: jetstream.nats.io/v1beta2
            kind: Stream
            metadata: { name: orders }
            spec: { name: orders, subjects: [a], storage: file }
            """;
    private static final String ACCOUNT_CLAIM = """
            {"type":"account","version":2,"limits":{"subs":-1,"data":-1,"payload":-1,"conn":-1,"leaf":-1,"imports":-1,
            "exports":-1,"wildcards":true%s}}""";
    private static final String WITH_JETSTREAM =
            ",\"mem_storage\":-1,\"disk_storage\":-1,\"streams\":-1,\"consumer\":-1";

    @TempDir
    private Path folder;

    @Test
    void usesACredentialsFileAndSaysWhenItIsNone() throws Exception {
        NKey operator = NKey.createOperator(null);
        NKey system = NKey.createAccount(null);
        NKey account = NKey.createAccount(null);
        NKey user = NKey.createUser(null);
        String config = """
                operator: %s
                system_account: %s
                resolver: MEMORY
                resolver_preload { %s: %s, %s: %s }
                """.formatted(
                        token(operator, operator, "{\"type\":\"operator\",\"version\":2}"),
                        id(system),
                        id(system),
                        token(operator, system, ACCOUNT_CLAIM.formatted("")),
                        id(account),
                        token(operator, account, ACCOUNT_CLAIM.formatted(WITH_JETSTREAM)));
        String userToken = JwtUtils.issueUserJWT(account, id(account), id(user));
        Path credentials = Files.writeString(
                folder.resolve("user.creds"),
                JwtUtils.NATS_USER_JWT_FORMAT.formatted(userToken, new String(user.getSeed())));
        Path none = Files.writeString(folder.resolve("none.creds"), "nothing of the kind");
        Path stream = Files.writeString(folder.resolve("orders.yaml"), STREAM);

        try (NatsServer nats = NatsServer.started(config)) {
            assertThat(apply(stream, credentials, nats)).isEqualTo(new Run(0, "created stream orders\n", ""));
            assertThat(apply(stream, none, nats))
                    .isEqualTo(new Run(1, "", none + ": there are no credentials of a NATS user in this file.\n"));
            assertThat(Run.of("apply", stream.toString(), "--server", nats.url())
                            .err())
                    .contains("refuses these credentials");
        }
    }

    private static Run apply(Path stream, Path credentials, NatsServer nats) {
        return Run.of("apply", stream.toString(), "--server", nats.url(), "--creds", credentials.toString());
    }

    private static String id(NKey key) throws Exception {
        return new String(key.getPublicKey());
    }

    private static String token(NKey signer, NKey subject, String claim) throws Exception {
        return JwtUtils.issueJWT(
                signer,
                id(subject),
                "test",
                Duration.ZERO,
                JwtUtils.currentTimeSeconds(),
                id(signer),
                () -> claim.replace("\n", ""));
    }
}
