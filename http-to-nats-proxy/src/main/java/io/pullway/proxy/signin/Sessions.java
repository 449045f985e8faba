package io.pullway.proxy.signin;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
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

    private final Seal seal;
    private final Refresher refresher;
    private final String rolesClaim;
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

    Sessions(Seal seal, Refresher refresher, String rolesClaim, LongSupplier millis) {
        this.seal = seal;
        this.refresher = refresher;
        this.rolesClaim = rolesClaim;
        this.millis = millis;
    }

    /** What the cookie holds, if that is remembered; else null. Never blocks. */
    public Opening known(String cookie) {
        CompletableFuture<Opening> opening = remembered.getIfPresent(digest(cookie));
        return opening == null || !isStillSo(opening) ? null : opening.getNow(null);
    }

    /**
     * What the cookie holds, told at once or on another thread. Of several who ask at the same time one has the token
     * refreshed.
     */
    public CompletableFuture<Opening> open(String cookie) {
        ByteBuffer key = digest(cookie);
        CompletableFuture<Opening> known = remembered.getIfPresent(key);
        if (known != null && known.isDone() && !isStillSo(known)) {
            remembered.asMap().remove(key, known);
        }
        return remembered.get(key, any -> opened(cookie));
    }

    /** The refresh token in the cookie; null if there is none, or no session. */
    public String refreshToken(String cookie) {
        String text = seal.open(cookie);
        return text == null ? null : Session.of(text).refreshToken();
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

    private Opening opened(String cookie) {
        String text = seal.open(cookie);
        if (text == null) {
            return new Opening.Over(UNREADABLE);
        }
        Session session = Session.of(text);
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
                "Bearer " + session.accessToken(),
                new Opening.Who(session.subject(), session.name(), session.roles(rolesClaim)),
                renewed,
                session.untilMillis(),
                Math.min(againMillis, session.untilMillis()));
    }

    private static ByteBuffer digest(String cookie) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(cookie.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
