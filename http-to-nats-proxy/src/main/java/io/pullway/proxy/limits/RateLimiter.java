package io.pullway.proxy.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Holds clients to one limit, each of the live proxies to its share of it: nothing is asked of anybody. Of the
 * clients the latest 100,000 are remembered. Safe for all threads; never blocks.
 */
public final class RateLimiter {
    private static final int MAX_CLIENTS = 100_000;

    private final String name;
    private final RateLimit limit;
    private final IntSupplier proxies;
    private final TimeMeter time;
    private final Cache<Object, Account> accounts;
    private volatile Share share;

    /** What is allowed here while there are so many proxies. */
    private record Share(int proxies, BucketConfiguration configuration) {}

    /** One client's. */
    private static final class Account {
        private final Bucket bucket;
        private volatile Share share;

        Account(Share share, TimeMeter time) {
            this.share = share;
            this.bucket = Bucket.builder()
                    .addLimit(share.configuration().getBandwidths()[0])
                    .withCustomTimePrecision(time)
                    .build();
        }

        /** As full, in proportion, as it was. */
        synchronized void follow(Share current) {
            if (share != current) {
                bucket.replaceConfiguration(current.configuration(), TokensInheritanceStrategy.PROPORTIONALLY);
                share = current;
            }
        }
    }

    /**
     * Whether one more request passes, and what clients are told (draft-ietf-httpapi-ratelimit-headers-10).
     *
     * @param retrySeconds after which the next one passes; 0 if this one did
     * @param policy an item of {@code RateLimit-Policy}: the limit of all proxies together
     * @param state an item of {@code RateLimit}: what is left at this proxy
     */
    public record Verdict(int retrySeconds, String policy, String state) {
        public boolean passes() {
            return retrySeconds == 0;
        }
    }

    /**
     * @param name of the policy, for clients: letters only
     * @param proxies how many are live, at least 1; asked at each request
     */
    public RateLimiter(String name, RateLimit limit, IntSupplier proxies) {
        this(name, limit, proxies, TimeMeter.SYSTEM_NANOTIME);
    }

    RateLimiter(String name, RateLimit limit, IntSupplier proxies, TimeMeter time) {
        this.time = time;
        this.name = name;
        this.limit = limit;
        this.proxies = proxies;
        this.share = share(1);
        // Whoever has paused for longer than that has all of it again, as if never seen.
        this.accounts = Caffeine.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .expireAfterAccess(Duration.ofSeconds(limit.window() + 60L))
                .ticker(time::currentTimeNanos)
                .build();
    }

    /** One more request of this client. */
    public Verdict take(Object client) {
        Share current = currentShare();
        Account account = accounts.get(client, added -> new Account(current, time));
        if (account.share != current) {
            account.follow(current);
        }
        ConsumptionProbe probe = account.bucket.tryConsumeAndReturnRemaining(1);
        int reset = seconds(probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
        return new Verdict(
                probe.isConsumed() ? 0 : Math.max(1, reset),
                '"' + name + "\";q=" + limit.burst() + ";w=" + limit.window(),
                '"' + name + "\";r=" + probe.getRemainingTokens() + ";t=" + reset);
    }

    private Share currentShare() {
        int live = Math.max(1, proxies.getAsInt());
        Share current = share;
        if (current.proxies() != live) {
            current = share(live);
            share = current;
        }
        return current;
    }

    private Share share(int live) {
        long burst = Math.max(1, limit.burst() / live);
        return new Share(
                live,
                BucketConfiguration.builder()
                        .addLimit(
                                each -> each.capacity(burst).refillGreedy(limit.perSecond(), Duration.ofSeconds(live)))
                        .build());
    }

    private static int seconds(long nanos) {
        return (int) Math.ceilDiv(nanos, TimeUnit.SECONDS.toNanos(1));
    }
}
