package io.pullway.proxy;

import io.pullway.proxy.limits.RateLimit;
import io.pullway.proxy.limits.RateLimiter;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.KeyedIds;
import io.quarkus.runtime.configuration.MemorySize;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** What is configured, checked, and what is made of it: a proxy that has one can start. Used while it starts. */
final class ProxySettings {
    private static final Logger LOG = Logger.getLogger(ProxySettings.class);

    /** Where nobody configured one: keys work the same in all proxies, and only NATS' permissions guard the ids. */
    private static final String KNOWN_SECRET = "pullway, without a secret";

    private static final long MOST_BODY_BYTES = 256L << 20;
    private static final long MOST_EVENT_BYTES = 128L << 20;

    private final ProxyConfig config;

    private ProxySettings(ProxyConfig config) {
        this.config = config;
    }

    /** @throws IllegalArgumentException with the property, its value and what is allowed */
    static ProxySettings checked(ProxyConfig config) {
        requireRange("pullway.proxy.max-requests", config.maxRequests(), 1, 4_500);
        requireRange("pullway.proxy.max-event-streams", config.maxEventStreams(), 0, 100_000);
        config.maxEventBytes()
                .ifPresent(
                        bytes -> requireRange("pullway.proxy.max-event-bytes", bytes.asLongValue(), 1 << 20, 1 << 30));
        requireRange(
                "pullway.proxy.event-check-interval (in seconds)",
                config.eventCheckInterval().toSeconds(),
                1,
                3_600);
        requireRange("pullway.proxy.budget (in seconds)", config.budget().toSeconds(), 1, 60);
        requireRange(
                "pullway.proxy.async-budget (in seconds)", config.asyncBudget().toSeconds(), 1, 3_600);
        String apiRoot = config.apiRoot();
        if (!apiRoot.startsWith("/") || apiRoot.endsWith("/")) {
            throw new IllegalArgumentException("pullway.proxy.api-root is '" + apiRoot
                    + "'; allowed: a path such as /api, without a slash at its end");
        }
        return new ProxySettings(config);
    }

    String apiRoot() {
        return config.apiRoot();
    }

    /** Unlike that of any other proxy, also of one that bears the same name or ran before this one. */
    String instance() {
        String name = config.instance()
                .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                .orElse("proxy");
        if (name.length() > 40 || !Subjects.isName(name)) {
            throw new IllegalArgumentException(
                    "pullway.proxy.instance is '" + name + "'; allowed: 1 to 40 letters, digits, _ and -");
        }
        return name + "-"
                + String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
    }

    long maxBodyBytes() {
        return config.maxBodyBytes()
                .map(MemorySize::asLongValue)
                .orElseGet(() -> Math.min(MOST_BODY_BYTES, Runtime.getRuntime().maxMemory() / 4));
    }

    long maxEventBytes() {
        return config.maxEventBytes()
                .map(MemorySize::asLongValue)
                .orElseGet(() -> Math.min(MOST_EVENT_BYTES, Runtime.getRuntime().maxMemory() / 8));
    }

    Reception.Limits limits(Presence presence) {
        return new Reception.Limits(
                limiter("address", config.rateLimit().address(), presence),
                limiter("principal", config.rateLimit().principal(), presence));
    }

    private static RateLimiter limiter(String name, Optional<String> limit, Presence presence) {
        return limit.map(text -> RateLimit.parse("pullway.proxy.rate-limit." + name, text))
                .map(parsed -> new RateLimiter(name, parsed, presence::proxies))
                .orElse(null);
    }

    KeyedIds keyedIds() {
        List<String> secrets = config.keySecrets().orElseGet(() -> {
            LOG.warn("event=key-secret-known action=\"set pullway.proxy.key-secrets to the same secret in all proxies,"
                    + " or who can publish to NATS may foresee the ids of keyed requests\"");
            return List.of(KNOWN_SECRET);
        });
        try {
            return new KeyedIds(secrets.stream()
                    .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                    .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("pullway.proxy.key-secrets: " + e.getMessage(), e);
        }
    }

    private static void requireRange(String property, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(property + " is " + value + "; allowed: " + min + " to " + max);
        }
    }
}
