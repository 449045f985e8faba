package io.pullway.proxy.signin;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.pullway.proxy.identity.RolesClaim;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Opens session cookies, and has their tokens refreshed before they end. Sessions are nowhere but in the cookies, so
 * that every proxy with the same secrets takes them; what was opened is remembered for a minute. Safe for all threads.
 */
public final class Sessions {
    private static final Logger LOG = Logger.getLogger(Sessions.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** Each with its token, some kilobytes. */
    private static final int MAX_REMEMBERED = 10_000;

    /** After a refresh that failed while the token is still good. */
    private static final long RETRY_MILLIS = 5_000;

    private static final String UNREADABLE =
            "The session was not begun at these proxies, or their secrets have changed.";
    private static final String UNBOUND = "The session is one of before: this browser has signed out or in since.";

    private final Seal seal;
    private final Refresher refresher;
    private final RolesClaim roles;
    private final LongSupplier millis;
    private final AsyncCache<ByteBuffer, Opening> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterWrite(REMEMBERED)
            .executor(Executors.newThreadPerTaskExecutor(
                    Thread.ofVirtual().name("session").factory()))
            .buildAsync();

    /** Gets new tokens for a refresh token. Blocks. */
    interface Refresher {
        Grant refresh(String refreshToken);
    }

    Sessions(Seal seal, Refresher refresher, RolesClaim roles, LongSupplier millis) {
        this.seal = seal;
        this.refresher = refresher;
        this.roles = roles;
        this.millis = millis;
    }

    /** What the cookies hold, if that is remembered; else null. Never blocks. @param cookies with a session */
    public Opening known(BrowserCookies cookies) {
        CompletableFuture<Opening> opening = remembered.getIfPresent(digest(cookies));
        return opening == null || !isStillSo(opening) ? null : opening.getNow(null);
    }

    /**
     * What the cookies hold, told at once or on another thread. Of several who ask at the same time one has the token
     * refreshed.
     *
     * @param cookies with a session
     */
    public CompletableFuture<Opening> open(BrowserCookies cookies) {
        ByteBuffer key = digest(cookies);
        CompletableFuture<Opening> known = remembered.getIfPresent(key);
        if (known != null && known.isDone() && !isStillSo(known)) {
            remembered.asMap().remove(key, known);
        }
        return remembered.get(key, any -> opened(cookies));
    }

    /**
     * The refresh tokens by which this session could go on: that in the cookie, and the newer one that an answer still
     * under way may bring to the browser. Blocks while it is being refreshed.
     *
     * @param cookies with a session
     */
    public Set<String> refreshTokens(BrowserCookies cookies) {
        Set<String> tokens = new LinkedHashSet<>();
        addRefreshToken(tokens, cookies.session());
        CompletableFuture<Opening> opening = remembered.getIfPresent(digest(cookies));
        if (opening != null && opening.handle((told, failure) -> told).join() instanceof Opening.Open open) {
            addRefreshToken(tokens, open.renewed());
        }
        return tokens;
    }

    private void addRefreshToken(Set<String> tokens, String sealed) {
        String text = sealed == null ? null : seal.open(sealed);
        String token = text == null ? null : Session.of(text).refreshToken();
        if (token != null) {
            tokens.add(token);
        }
    }

    /** For a session that has just begun. */
    String sealed(Session session) {
        return seal.seal(session.text());
    }

    private boolean isStillSo(CompletableFuture<Opening> opening) {
        return opening.isDone()
                && !opening.isCompletedExceptionally()
                && switch (opening.getNow(null)) {
                    case Opening.Open open -> millis.getAsLong() < open.againMillis();
                    case Opening.Over over -> true;
                    case Opening.Unavailable unavailable -> false;
                };
    }

    private Opening opened(BrowserCookies cookies) {
        String text = seal.open(cookies.session());
        if (text == null) {
            return new Opening.Over(UNREADABLE);
        }
        Session session = Session.of(text);
        if (!session.isBoundBy(cookies.binding())) {
            return new Opening.Over(UNBOUND);
        }
        long now = millis.getAsLong();
        if (now >= session.untilMillis()) {
            return new Opening.Over("The session has lasted as long as it may.");
        }
        if (now < session.dueMillis()) {
            return open(session, null, session.dueMillis());
        }
        return session.refreshToken() == null
                ? ifExpired(session, now, new Opening.Over("The session has expired."))
                : refreshed(session, now);
    }

    private Opening refreshed(Session session, long now) {
        return switch (refresher.refresh(session.refreshToken())) {
            case Grant.Tokens tokens -> {
                Session fresh = session.refreshed(tokens);
                yield open(fresh, seal.seal(fresh.text()), fresh.dueMillis());
            }
            case Grant.Refused(String reason) -> {
                LOG.debugf("event=session-not-refreshed reason=\"%s\"", reason);
                yield ifExpired(session, now, new Opening.Over("The issuer has ended the session."));
            }
            case Grant.Unavailable(String reason) -> {
                LOG.warnf("event=session-not-refreshed reason=\"%s\"", reason);
                yield ifExpired(session, now, new Opening.Unavailable());
            }
        };
    }

    private Opening ifExpired(Session session, long now, Opening then) {
        long expires = session.expiresMillis();
        return now >= expires ? then : open(session, null, Math.min(now + RETRY_MILLIS, expires));
    }

    private Opening.Open open(Session session, String renewed, long againMillis) {
        return new Opening.Open(
                new Opening.Token("Bearer " + session.accessToken(), session.expiresMillis()),
                new Opening.Who(session.subject(), session.name(), session.roles(roles)),
                renewed,
                session.untilMillis(),
                Math.min(againMillis, session.untilMillis()));
    }

    private static ByteBuffer digest(BrowserCookies cookies) {
        try {
            // No cookie holds a semicolon.
            String both = cookies.session() + ";" + cookies.binding();
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(both.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
