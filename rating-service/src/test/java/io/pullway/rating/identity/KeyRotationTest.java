package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.fixtures.Await;
import io.pullway.rating.Api;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An issuer that changes its keys, behind HTTP. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
@WithTestResource(KeyRotationTest.IssuerForTests.class)
class KeyRotationTest {
    private static final SigningKey FIRST = SigningKey.rsa("first");
    private static final SigningKey SECOND = SigningKey.p256("second");

    Issuer issuer;

    @Test
    void a_new_key_is_believed_at_once_an_old_one_no_more_and_strangers_make_no_traffic() {
        issuer.publish(FIRST);
        assertThat(status(FIRST)).isEqualTo(201);
        int before = issuer.asked();
        long fetched = System.nanoTime();
        assertThat(status(FIRST)).isEqualTo(201);
        assertThat(issuer.asked()).as("the keys are kept").isEqualTo(before);

        issuer.publish(SECOND);
        Await.until(
                Duration.ofSeconds(5),
                "the library, which fetches nothing twice within 0.3 s, may fetch again",
                () -> System.nanoTime() - fetched > Duration.ofMillis(400).toNanos());
        assertThat(status(SECOND)).isEqualTo(201);
        assertThat(status(FIRST)).isEqualTo(401);

        for (int i = 0; i < 50; i++) {
            assertThat(status(SigningKey.p256("stranger-" + i))).isEqualTo(401);
        }
        assertThat(issuer.asked())
                .as("fetched once for all unknown keys of a minute")
                .isEqualTo(before + 1);
        assertThat(status(SECOND)).isEqualTo(201);
    }

    private static int status(SigningKey key) {
        return Api.post(
                        "/services",
                        "{\"name\":\"Tea\"}",
                        "authorization",
                        "Bearer " + Tokens.signed(key, "root", "admin"))
                .status();
    }

    /** Runs as long as the application. */
    public static final class IssuerForTests implements QuarkusTestResourceLifecycleManager {
        private Issuer issuer;

        @Override
        public Map<String, String> start() {
            issuer = new Issuer();
            return Map.of("mp.jwt.verify.publickey.location", issuer.url());
        }

        @Override
        public void inject(TestInjector injector) {
            injector.injectIntoFields(issuer, new TestInjector.MatchesType(Issuer.class));
        }

        @Override
        public void stop() {
            issuer.close();
        }
    }
}
