package io.pullway.proxy;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the proxy forwards. */
@ConfigMapping(prefix = "pullway.proxy")
public interface ProxyConfig {
    /** Path under which services are reached; it is cut off before a request is forwarded. */
    @WithDefault("/api")
    String apiRoot();

    /**
     * Name of this instance, for people. Letters, digits, {@code _} and {@code -}, at most 40. Default:
     * the host's name.
     */
    Optional<String> instance();

    /**
     * Addresses and networks ({@code 10.0.0.0/8}) whose {@code X-Forwarded-*} fields are believed,
     * separated by commas. Default: none, the fields are replaced by what the proxy sees itself.
     */
    Optional<List<String>> trustedGateways();

    /** How long a client waits for an answer if it does not say so by {@code Prefer: wait}; 1 to 60 s. */
    @WithDefault("30s")
    Duration budget();

    /** Until when an asynchronous request ({@code Prefer: respond-async}) may be started; 1 s to 1 h. */
    @WithDefault("1h")
    Duration asyncBudget();

    /**
     * From which the ids of keyed requests are made, the same in all proxies: the current secret first, then
     * those of the last 24 h, separated by commas. At least 16 characters each.
     */
    Optional<List<String>> keySecrets();

    /** Requests that are forwarded at the same time; a further one is refused. 1 to 4,500. */
    @WithDefault("4096")
    int maxRequests();

    /** Readers that listen to events or look at the platform at the same time; a further one is refused. 0 to 100,000. */
    @WithDefault("2000")
    int maxEventStreams();

    /**
     * Bytes of events that wait for their readers, or are at hand for those who come back, at most; 1M to 1G. Default: an eighth
     * of the heap, at most 128M.
     */
    Optional<MemorySize> maxEventBytes();

    /** How often the service is asked whether a reader of events may still listen; 1 s to 1 h. */
    @WithDefault("5m")
    Duration eventCheckInterval();

    /** What is shown of the platform itself. */
    Platform platform();

    /** {@code GET /-/platform} and the view of it in browsers. */
    interface Platform {
        /**
         * Who may look: {@code admin}, whose verified token names this group; {@code everybody}; {@code nobody}.
         * Instances and services are named there, and how much they have to do; no content of any request.
         */
        @WithDefault("admin")
        PlatformView.Viewers viewers();

        /**
         * A path below the API root, such as {@code /echo}, where viewers may send harmless requests to see what happens:
         * a GET, with {@code ?delay=N} answered after N ms. Default: none.
         */
        Optional<String> tryPath();
    }

    /** Bytes of the bodies of these requests. Default: a quarter of the heap, as each is there twice; at most 256M. */
    Optional<MemorySize> maxBodyBytes();

    /** How many requests of one client are taken. */
    RateLimits rateLimit();

    /** Each is requests per second, {@code 50}, or with the burst, {@code 50/200}. Default: no limit. */
    interface RateLimits {
        /** By who the verified token names, and by address where there is none. */
        Optional<String> principal();

        /** By the client's address; of IPv6 by the network of 64 bits. */
        Optional<String> address();
    }
}
