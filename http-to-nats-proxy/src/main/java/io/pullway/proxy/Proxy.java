package io.pullway.proxy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.OpenTelemetry;
import io.pullway.proxy.events.EventFeeds;
import io.pullway.proxy.identity.IdentityConfig;
import io.pullway.proxy.identity.TokenVerifier;
import io.pullway.proxy.limits.RateLimit;
import io.pullway.proxy.limits.RateLimiter;
import io.pullway.proxy.platform.PlatformGatherer;
import io.pullway.proxy.platform.RequestCounts;
import io.pullway.proxy.platform.Roster;
import io.pullway.proxy.signin.OidcIssuer;
import io.pullway.proxy.signin.SignIn;
import io.pullway.proxy.signin.SignInConfig;
import io.pullway.wire.NatsSettings;
import io.pullway.wire.Subjects;
import io.pullway.wire.record.KeyedIds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/** Puts the rooms of the proxy together, checks its configuration and opens the door. */
@Singleton
final class Proxy {
    private static final Logger LOG = Logger.getLogger(Proxy.class);

    /** Where nobody configured one: keys work the same in all proxies, and only NATS' permissions guard the ids. */
    private static final String KNOWN_SECRET = "pullway, without a secret";

    private static final long MOST_BODY_BYTES = 256L << 20;

    private final ProxyConfig config;
    private final Config allConfig;
    private final MeterRegistry meters;
    private final OpenTelemetry openTelemetry;
    private final Ending ending;
    private volatile RequestForwarder forwarder;

    Proxy(ProxyConfig config, Config allConfig, MeterRegistry meters, OpenTelemetry openTelemetry, Ending ending) {
        this.config = config;
        this.allConfig = allConfig;
        this.meters = meters;
        this.openTelemetry = openTelemetry;
        this.ending = ending;
    }

    /** The route stands before all others: on the proxy's port, Pullway answers everything. */
    void open(@Observes Router router, IdentityConfig identity, SignInConfig signIn, OidcIssuer issuer, Vertx vertx) {
        try {
            TokenVerifier verifier = verifier(identity);
            ProxyRoute route = route(verifier, SignIn.of(signIn, issuer, verifier), vertx);
            router.route().order(Integer.MIN_VALUE).handler(route).failureHandler(route::handleUnrouted);
        } catch (IllegalArgumentException e) {
            // Quarkus prints its message, without a stack trace, and ends.
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Null where it is not configured. */
    private ProxyRoute route(TokenVerifier verifier, SignIn signIn, Vertx vertx) {
        requireRange("pullway.proxy.max-requests", config.maxRequests(), 1, 4_500);
        requireRange("pullway.proxy.max-event-streams", config.maxEventStreams(), 0, 100_000);
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
        ForwardedFields forwardedFields =
                new ForwardedFields(config.trustedGateways().orElse(List.of()), apiRoot);
        NatsSettings settings = NatsSettings.from(name -> allConfig.getOptionalValue(name, String.class));
        Admission admission = new Admission(config.maxRequests(), maxBodyBytes());
        String instance = instance();
        Presence presence = new Presence();
        RequestCounts counts = new RequestCounts();
        forwarder = new RequestForwarder(
                new PendingReplies(),
                presence,
                listener -> new JetStreamPort(
                        settings, instance, presence, () -> counts.figures(admission.requests()), listener));
        Gauge.builder("pullway.proxy.requests.in-flight", admission, Admission::requests)
                .register(meters);
        Gauge.builder("pullway.proxy.bodies.in-flight", admission, Admission::bytes)
                .baseUnit("bytes")
                .register(meters);
        ClaimedForwarder claimed = new ClaimedForwarder(new ClaimedForwarder.Room(
                forwarder.port().records(), forwarder.door(), forwarder.port().instance()));
        Forwarding forwarding = new Forwarding(
                new Forwarding.Budgets(config.budget(), config.asyncBudget()),
                forwardedFields,
                forwarder,
                claimed,
                keyedIds());
        ApiDocuments documents = new ApiDocuments(
                () -> presence.described(System.nanoTime()), apiRoot, signIn != null, System::nanoTime);
        SessionDoor sessions = signIn == null ? null : new SessionDoor(signIn.sessions(), forwardedFields);
        SignInPaths signInPaths = signIn == null ? null : new SignInPaths(signIn, sessions, forwardedFields, apiRoot);
        ServiceQuestions questions = new ServiceQuestions(forwarder);
        Reception reception = new Reception(admission, verifier, forwardedFields, limits(presence), sessions);
        Entrance entrance = new Entrance(reception, new OutcomeResponder(apiRoot, ending));
        EventFeeds feeds = eventFeeds();
        PlatformRoute.Paths paths = new PlatformRoute.Paths(
                new DescriptionPaths(documents, new DocsPage(), questions),
                eventsPath(feeds, questions, forwardedFields, vertx),
                platformView(feeds, presence.roster()),
                signInPaths);
        return new ProxyRoute(
                new ApiTarget(apiRoot),
                entrance,
                forwarding,
                new PlatformRoute(entrance, forwarding, paths, ending),
                telemetry(presence, counts));
    }

    private long maxBodyBytes() {
        return config.maxBodyBytes()
                .map(MemorySize::asLongValue)
                .orElseGet(() -> Math.min(MOST_BODY_BYTES, Runtime.getRuntime().maxMemory() / 4));
    }

    private EventFeeds eventFeeds() {
        EventFeeds feeds = new EventFeeds(
                forwarder.port().queries().connection(),
                config.maxEventStreams(),
                reason -> meters.counter("pullway.proxy.event-streams.cut", "reason", reason)
                        .increment());
        Gauge.builder("pullway.proxy.event-streams", feeds, EventFeeds::open).register(meters);
        return feeds;
    }

    private EventsPath eventsPath(
            EventFeeds feeds, ServiceQuestions questions, ForwardedFields forwardedFields, Vertx vertx) {
        EventsPath path = new EventsPath(
                new Listening.Surroundings(feeds, questions, config.eventCheckInterval()), forwardedFields, ending);
        path.start(vertx);
        return path;
    }

    private PlatformView platformView(EventFeeds places, Roster roster) {
        PlatformView view = new PlatformView(places, config.platform().viewers(), gatherer(roster));
        view.start(ending);
        return view;
    }

    /** Its pictures are counted: with nobody to look at them there are none. */
    private Supplier<byte[]> gatherer(Roster roster) {
        JetStreamPort port = forwarder.port();
        PlatformGatherer gatherer = new PlatformGatherer(
                port.instance(),
                PlatformView.tryPath(config.platform().tryPath(), config.apiRoot()),
                roster,
                port.queries().connection());
        Timer timer = Timer.builder("pullway.proxy.platform-pictures")
                .description("How often and how long the platform was looked at, for all viewers together")
                .register(meters);
        return () -> timer.record(gatherer);
    }

    private static TokenVerifier verifier(IdentityConfig identity) {
        if (identity.jwks().isEmpty()) {
            return null;
        }
        TokenVerifier verifier = new TokenVerifier(identity.jwks().get(), identity.issuer(), identity.audience());
        Thread.ofVirtual().name("keys").start(verifier::prepare);
        return verifier;
    }

    private Reception.Limits limits(Presence presence) {
        return new Reception.Limits(
                limiter("address", config.rateLimit().address(), presence),
                limiter("principal", config.rateLimit().principal(), presence));
    }

    private static RateLimiter limiter(String name, Optional<String> limit, Presence presence) {
        return limit.map(text -> RateLimit.parse("pullway.proxy.rate-limit." + name, text))
                .map(parsed -> new RateLimiter(name, parsed, presence::proxies))
                .orElse(null);
    }

    private Telemetry telemetry(Presence presence, RequestCounts counts) {
        boolean traced = !allConfig.getValue("quarkus.otel.sdk.disabled", Boolean.class);
        return new Telemetry(
                new RequestMeters(meters, presence::isAnnounced, counts),
                traced ? new RequestTraces(openTelemetry, config.apiRoot()) : null);
    }

    private KeyedIds keyedIds() {
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

    /** By now Quarkus has waited for what was in flight (quarkus.shutdown.timeout) and closed the port. */
    void close(@Observes ShutdownEvent event) {
        if (forwarder != null) {
            forwarder.close();
        }
    }

    boolean isConnected() {
        return forwarder != null && forwarder.port().isConnected();
    }

    /** Unlike that of any other proxy, also of one that bears the same name or ran before this one. */
    private String instance() {
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

    private static void requireRange(String property, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(property + " is " + value + "; allowed: " + min + " to " + max);
        }
    }
}
