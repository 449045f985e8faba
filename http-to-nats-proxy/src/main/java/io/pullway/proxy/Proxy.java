package io.pullway.proxy;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.netty.channel.SingleThreadEventLoop;
import io.opentelemetry.api.OpenTelemetry;
import io.pullway.corenats.LinkSettings;
import io.pullway.proxy.events.EventFeeds;
import io.pullway.proxy.events.EventMemory;
import io.pullway.proxy.identity.IdentityConfig;
import io.pullway.proxy.identity.TokenRules;
import io.pullway.proxy.identity.TokenVerifier;
import io.pullway.proxy.letters.LetterDesk;
import io.pullway.proxy.platform.PlatformGatherer;
import io.pullway.proxy.platform.RequestCounts;
import io.pullway.proxy.platform.Roster;
import io.pullway.proxy.signin.OidcIssuer;
import io.pullway.proxy.signin.SignIn;
import io.pullway.proxy.signin.SignInConfig;
import io.pullway.wire.NatsSettings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** Puts the rooms of the proxy together, checks its configuration and opens the door. */
@Singleton
final class Proxy {
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
        ProxySettings settings = ProxySettings.checked(config);
        String apiRoot = settings.apiRoot();
        ForwardedFields forwardedFields =
                new ForwardedFields(config.trustedGateways().orElse(List.of()), apiRoot);
        LinkSettings nats = linkSettings((VertxInternal) vertx);
        Admission admission = new Admission(config.maxRequests(), settings.maxBodyBytes());
        String instance = settings.instance();
        Presence presence = new Presence();
        RequestCounts counts = new RequestCounts();
        forwarder = new RequestForwarder(
                new PendingReplies(),
                presence,
                listener -> new JetStreamPort(
                        nats, instance, presence, () -> counts.figures(admission.requests()), listener));
        Gauge.builder("pullway.proxy.requests.in-flight", admission, Admission::requests)
                .register(meters);
        Gauge.builder("pullway.proxy.bodies.in-flight", admission, Admission::bytes)
                .baseUnit("bytes")
                .register(meters);
        ClaimedForwarder claimed = new ClaimedForwarder(new ClaimedForwarder.Room(
                forwarder.port().records(),
                new ClaimDoor(forwarder.door(), new StreamRoom(forwarder.port().queries(), presence::proxies)),
                forwarder.waits(),
                new Patience(),
                forwarder.port().instance()));
        Forwarding forwarding = new Forwarding(
                new Forwarding.Budgets(config.budget(), config.asyncBudget()),
                forwardedFields,
                forwarder,
                claimed,
                settings.keyedIds());
        ApiDocuments documents = new ApiDocuments(
                () -> presence.described(System.nanoTime()),
                new PlatformApi.Offer(apiRoot, signIn != null, config.platform().viewers()),
                System::nanoTime);
        SessionDoor sessions = signIn == null ? null : new SessionDoor(signIn.sessions(), forwardedFields);
        SignInPaths signInPaths = signIn == null ? null : new SignInPaths(signIn, sessions, forwardedFields, apiRoot);
        ServiceQuestions questions = new ServiceQuestions(forwarder);
        Reception reception = new Reception(admission, verifier, forwardedFields, settings.limits(presence), sessions);
        Entrance entrance = new Entrance(reception, new OutcomeResponder(apiRoot, ending));
        EventFeeds feeds = eventFeeds(settings.maxEventBytes());
        PlatformRoute.Paths paths = new PlatformRoute.Paths(
                new DescriptionPaths(documents, new DocsPage(), questions),
                eventsPath(feeds, questions, forwardedFields, vertx),
                platformView(feeds, presence.roster()),
                new LetterPaths(
                        new LetterDesk(forwarder.port().queries().connection()),
                        new EventOwners(questions, forwardedFields),
                        apiRoot),
                signInPaths);
        return new ProxyRoute(
                new ApiTarget(apiRoot),
                entrance,
                forwarding,
                new PlatformRoute(entrance, forwarding, paths, ending),
                telemetry(presence, counts));
    }

    /** Requests and answers travel on one of the event loops that speak HTTP. */
    private LinkSettings linkSettings(VertxInternal vertx) {
        return new LinkSettings(
                NatsSettings.from(name -> allConfig.getOptionalValue(name, String.class)),
                (SingleThreadEventLoop) vertx.getEventLoopGroup().next(),
                vertx.transport().channelFactory(false));
    }

    private EventFeeds eventFeeds(long mostBytes) {
        EventFeeds feeds = new EventFeeds(
                forwarder.port().queries().connection(),
                config.maxEventStreams(),
                new EventMemory(mostBytes),
                reason -> meters.counter("pullway.proxy.event-streams.cut", "reason", reason)
                        .increment());
        Gauge.builder("pullway.proxy.event-streams", feeds, EventFeeds::open).register(meters);
        Gauge.builder("pullway.proxy.event-streams.memory", feeds.memory(), EventMemory::held)
                .baseUnit("bytes")
                .register(meters);
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
        TokenVerifier verifier = new TokenVerifier(identity.jwks().get(), TokenRules.of(identity));
        Thread.ofVirtual().name("keys").start(verifier::prepare);
        return verifier;
    }

    private Telemetry telemetry(Presence presence, RequestCounts counts) {
        boolean traced = !allConfig.getValue("quarkus.otel.sdk.disabled", Boolean.class);
        return new Telemetry(
                new RequestMeters(meters, presence::isAnnounced, counts),
                traced ? new RequestTraces(openTelemetry, config.apiRoot()) : null);
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
}
