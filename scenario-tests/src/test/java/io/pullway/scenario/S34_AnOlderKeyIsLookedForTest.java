package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** While secrets are rotated a key may have a record under the older one. Who cannot see whether it has makes no other. */
final class S34_AnOlderKeyIsLookedForTest {
    /** The proxy may do everything but read records. */
    private static final String UNREADABLE = """
            accounts { A { jetstream: enabled, users: [
              { user: platform, password: any }
              { user: proxy, password: secret, permissions { publish: { deny: ["$JS.API.STREAM.MSG.GET.>"] } } }
            ] } }
            no_auth_user: platform
            """;

    @Test
    void whatMayHaveARecordThatCannotBeReadIsNotClaimedAnew() {
        try (Platform platform = Platform.of("S34-older")
                        .echoes(0)
                        .natsConfig(UNREADABLE)
                        .proxyEnvironment("PULLWAY_NATS_USER", "proxy")
                        .proxyEnvironment("PULLWAY_NATS_PASSWORD", "secret")
                        .proxyEnvironment("PULLWAY_PROXY_KEY_SECRETS", "the secret of now,the secret before")
                        .start();
                NatsClient nats = new NatsClient(platform)) {
            RawAnswer answer = RawRequest.post("/api/echo", new byte[10])
                    .field("Idempotency-Key", UUID.randomUUID().toString())
                    .field("Prefer", "respond-async")
                    .sendTo(platform.proxy(1));

            Problems.assertRetryable(answer, 503, "not-accepted");
            assertThat(nats.stored()).isZero();
        }
    }
}
