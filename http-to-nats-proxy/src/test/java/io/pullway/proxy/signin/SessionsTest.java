package io.pullway.proxy.signin;

import static io.pullway.proxy.signin.TestSession.BEGUN;
import static io.pullway.proxy.signin.TestSession.BINDING;
import static io.pullway.proxy.signin.TestSession.MINUTE;
import static io.pullway.proxy.signin.TestSession.ROLES;
import static io.pullway.proxy.signin.TestSession.cookies;
import static io.pullway.proxy.signin.TestSession.session;
import static io.pullway.proxy.signin.TestSession.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.proxy.signin.Opening.Open;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When a session is good, refreshed, over: by a clock of the test's own. The issuer's answers are given by the test. */
class SessionsTest {
    private final AtomicLong now = new AtomicLong(BEGUN);
    private final Queue<Grant> grants = new ArrayDeque<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Seal seal = new Seal(List.of("the secret of this test, of 32 and more characters"), "session 1");
    private final Sessions sessions = new Sessions(seal, this::refresh, ROLES, now::get);

    @Test
    void aSessionTellsItsTokenAndWhoItIsOf() throws Exception {
        Session session = session(5 * MINUTE, "r");
        Open open = open(sessions.sealed(session));

        assertThat(open.token().authorization()).isEqualTo("Bearer " + session.accessToken());
        assertThat(open.who()).isEqualTo(new Opening.Who("ada", "Ada", List.of("user", "admin")));
        assertThat(open.renewed()).isNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aSessionIsRememberedUntilItsTokenIsDue() throws Exception {
        String cookie = sessions.sealed(session(5 * MINUTE, "r"));
        assertThat(sessions.known(cookies(cookie))).isNull();
        Open open = open(cookie);
        assertThat(sessions.known(cookies(cookie))).isEqualTo(open);

        now.addAndGet(5 * MINUTE - 30_000);
        assertThat(sessions.known(cookies(cookie))).isNull();
    }

    @Test
    void aDueTokenIsRefreshedOnceForAllWhoAskMeanwhile() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        Sessions slow = new Sessions(
                seal,
                token -> {
                    asked.incrementAndGet();
                    await(answers);
                    return new Grant.Tokens(token(10 * MINUTE), null, null);
                },
                ROLES,
                now::get);
        String cookie = slow.sealed(session(5 * MINUTE, "r"));
        now.addAndGet(5 * MINUTE);
        List<CompletableFuture<Opening>> waiting =
                List.of(slow.open(cookies(cookie)), slow.open(cookies(cookie)), slow.open(cookies(cookie)));
        answers.countDown();

        for (CompletableFuture<Opening> each : waiting) {
            Open open = (Open) each.get(10, TimeUnit.SECONDS);
            assertThat(open.token().authorization()).isEqualTo("Bearer " + token(10 * MINUTE));
            assertThat(slow.refreshTokens(cookies(open.renewed())))
                    .as("the one of before")
                    .containsExactly("r");
            assertThat(open.untilMillis())
                    .isEqualTo(BEGUN + Duration.ofHours(12).toMillis());
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void aRefreshTokenThatComesAnewIsKept() throws Exception {
        grants.add(new Grant.Tokens(token(10 * MINUTE), "r2", null));
        String cookie = sessions.sealed(session(5 * MINUTE, "r"));
        now.addAndGet(5 * MINUTE);

        assertThat(sessions.refreshTokens(cookies(open(cookie).renewed()))).containsExactly("r2");
        assertThat(sessions.refreshTokens(cookies(cookie)))
                .as("also that of the cookie that is still under way")
                .containsExactly("r", "r2");
    }

    @Test
    void whoSignsOutWhileItIsRefreshedWaitsForTheNewRefreshToken() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        Sessions slow = new Sessions(
                seal,
                token -> {
                    begun.countDown();
                    await(answers);
                    return new Grant.Tokens(token(10 * MINUTE), "r2", null);
                },
                ROLES,
                now::get);
        String cookie = slow.sealed(session(5 * MINUTE, "r"));
        now.addAndGet(5 * MINUTE);
        CompletableFuture<Opening> opening = slow.open(cookies(cookie));
        await(begun);
        CompletableFuture<Set<String>> tokens =
                CompletableFuture.supplyAsync(() -> slow.refreshTokens(cookies(cookie)));
        answers.countDown();

        assertThat(tokens.get(10, TimeUnit.SECONDS)).containsExactly("r", "r2");
        assertThat(opening.get(10, TimeUnit.SECONDS)).isInstanceOf(Open.class);
    }

    @Test
    void aSessionIsOverWithoutTheCookieThatCameWithIt() throws Exception {
        String cookie = sessions.sealed(session(5 * MINUTE, "r"));
        assertThat(opening(cookie)).isInstanceOf(Open.class);

        String session = "__Host-pullway-session=" + cookie;
        for (String other : List.of("", "; __Host-pullway-binding=", "; __Host-pullway-binding=" + BINDING + "x")) {
            BrowserCookies cookies = BrowserCookies.of(List.of(session + other));
            assertThat(sessions.known(cookies)).isNull();
            assertThat(sessions.open(cookies).get(10, TimeUnit.SECONDS)).isInstanceOf(Opening.Over.class);
        }
        String unbound = sessions.sealed(new Session(token(5 * MINUTE), "r", "Ada", null, BEGUN + MINUTE));
        assertThat(opening(unbound)).isInstanceOf(Opening.Over.class);
        assertThat(asked).hasValue(0);
    }

    @Test
    void aRefreshedSessionIsBoundAsBefore() throws Exception {
        grants.add(new Grant.Tokens(token(10 * MINUTE), "r2", null));
        String cookie = sessions.sealed(session(5 * MINUTE, "r"));
        now.addAndGet(5 * MINUTE);

        assertThat(opening(open(cookie).renewed())).isInstanceOf(Open.class);
    }

    @Test
    void whileATokenIsGoodAFailedRefreshEndsNothing() throws Exception {
        for (Grant failed : List.of(new Grant.Refused("invalid_grant"), new Grant.Unavailable("away"))) {
            String cookie = sessions.sealed(session(5 * MINUTE, "r"));
            now.set(BEGUN + 5 * MINUTE - 20_000);
            grants.add(failed);
            assertThat(open(cookie).renewed()).isNull();
            assertThat(sessions.known(cookies(cookie)))
                    .as("not asked again at once")
                    .isNotNull();
            now.addAndGet(5_000);
            assertThat(sessions.known(cookies(cookie))).isNull();
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void afterTheTokenARefusalEndsItAndAnAbsentIssuerDoesNot() throws Exception {
        String cookie = sessions.sealed(session(5 * MINUTE, "r"));
        now.addAndGet(5 * MINUTE);
        grants.add(new Grant.Unavailable("away"));
        assertThat(opening(cookie)).isEqualTo(new Opening.Unavailable());
        grants.add(new Grant.Unavailable("away"));
        assertThat(opening(cookie)).as("asked again").isEqualTo(new Opening.Unavailable());
        grants.add(new Grant.Refused("invalid_grant"));
        assertThat(opening(cookie)).isInstanceOf(Opening.Over.class);
        assertThat(asked).hasValue(3);
    }

    @Test
    void withoutARefreshTokenItEndsWithTheAccessToken() throws Exception {
        String cookie = sessions.sealed(session(5 * MINUTE, null));
        now.addAndGet(5 * MINUTE - 1);
        assertThat(opening(cookie)).isInstanceOf(Open.class);
        now.addAndGet(1);
        assertThat(opening(cookie)).isInstanceOf(Opening.Over.class);
    }

    @Test
    void noSessionLastsLongerThanItMay() throws Exception {
        String cookie = sessions.sealed(session(Duration.ofDays(2).toMillis(), "r"));
        assertThat(opening(cookie)).isInstanceOf(Open.class);
        now.addAndGet(Duration.ofHours(12).toMillis());
        assertThat(sessions.known(cookies(cookie))).isNull();
        assertThat(opening(cookie)).isInstanceOf(Opening.Over.class);
    }

    @Test
    void whatIsNotSealedIsNoSession() throws Exception {
        assertThat(opening("forged")).isInstanceOf(Opening.Over.class);
        assertThat(opening(new Seal(List.of("another secret, of 32 characters or more"), "session 1").seal("{}")))
                .isInstanceOf(Opening.Over.class);
        assertThat(sessions.refreshTokens(cookies("forged"))).isEmpty();
    }

    private Grant refresh(String refreshToken) {
        asked.incrementAndGet();
        assertThat(refreshToken).isEqualTo("r");
        return grants.remove();
    }

    private Open open(String cookie) throws Exception {
        return (Open) opening(cookie);
    }

    private Opening opening(String cookie) throws Exception {
        return sessions.open(cookies(cookie)).get(10, TimeUnit.SECONDS);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
