package io.pullway.server.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.once.OnceOnly;
import io.pullway.wire.HttpResponseMessage;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.quarkus.test.QuarkusUnitTest;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given back comes again, and an unsafe request is run again only where its method is once-only. */
class RunAgainTest {
    @RegisterExtension
    static final QuarkusUnitTest APPLICATION = new QuarkusUnitTest()
            .withApplicationRoot(
                    jar -> jar.addClasses(OrdersResource.class, OnceOnly.class, WireClient.class, TestNats.class)
                            .addClasses(RequestScopeFilter.class, RequestScopeFilter.Seen.class))
            .setBeforeAllCustomizer(() -> WireClient.createStream("orders-service", "orders"))
            .overrideConfigKey("quarkus.http.test-port", "0")
            .overrideConfigKey("quarkus.management.test-port", "0")
            .overrideRuntimeConfigKey("pullway.server.enabled", "true")
            .overrideRuntimeConfigKey("pullway.server.service", "orders-service")
            .overrideRuntimeConfigKey("pullway.server.resources", "orders")
            .overrideRuntimeConfigKey("pullway.nats.servers", TestNats.url());

    private static final WireClient CLIENT = new WireClient();

    @AfterAll
    static void stop() {
        CLIENT.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders", "/orders/", "/orders?x=1", "/orders/17/lines"})
    void givenBackRequestsOfOnceOnlyMethodsAreRunAgainAfterTheDelay(String target) {
        long started = System.nanoTime();

        HttpResponseMessage answer = CLIENT.post(target, "text/plain", "x");

        assertThat(WireClient.text(answer)).isEqualTo("delivery 2");
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)).isBetween(300L, 5_000L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/hang-up", "/orders/large"})
    void soTheyAreWhereThereIsNoAnswerThatCouldBeSent(String target) {
        assertThat(WireClient.text(CLIENT.post(target, "text/plain", "x"))).isEqualTo("delivery 2");
    }

    @Test
    void givenBackRequestsOfOtherUnsafeMethodsAreNot() {
        assertThat(CLIENT.post("/orders/plain", "text/plain", "x").envelope().outcome())
                .isEqualTo(Outcome.OUTCOME_UNKNOWN);
    }

    @Test
    void callsThatMayHaveBeenMadeBeforeAreRunOnlyWhereThatIsSafe() {
        assertThat(CLIENT.postAgain("/orders/id").envelope().outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(WireClient.text(CLIENT.postAgain("/orders"))).isEqualTo("delivery 2");
    }

    @Test
    void whatMayBeForAMethodThatIsNotOnceOnlyIsNotRunAgain() {
        String[] inDoubt = {"/orders/open/special", "/orders/open/%73pecial", "/orders/open/a;b=1", "/orders/17/line%73"
        };
        for (String target : inDoubt) {
            assertThat(CLIENT.post(target, "text/plain", "x").envelope().outcome())
                    .as(target)
                    .isEqualTo(Outcome.OUTCOME_UNKNOWN);
        }
        assertThat(WireClient.text(CLIENT.post("/orders/open/other", "text/plain", "x")))
                .isEqualTo("delivery 2");
    }

    @Test
    void theApplicationFindsTheRequestsIdInItsContext() {
        HttpResponseMessage answer = CLIENT.post("/orders/id", "text/plain", "x");

        assertThat(WireClient.text(answer))
                .isEqualTo(answer.envelope().requestId().text());
    }
}
