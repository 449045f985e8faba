package io.pullway.scenario;

import io.pullway.fixtures.NatsCluster;
import io.pullway.fixtures.NatsServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** What a {@link Platform} is to consist of, changed in place: by default one proxy and one echo service. */
final class PlatformSetup {
    private final String name;
    private int proxies = 1;
    private int echoes = 1;
    private int ratings;
    private int moderations;
    private boolean postgres;
    private Supplier<NatsServer> nats = NatsServer::started;
    private UnaryOperator<String> streams = UnaryOperator.identity();
    private final Map<String, String> proxyEnvironment = new LinkedHashMap<>();
    private final Map<String, String> serviceEnvironment = new LinkedHashMap<>();

    PlatformSetup(String name) {
        this.name = name;
    }

    /** How many, named {@code proxy-1} and so on. */
    PlatformSetup proxies(int count) {
        proxies = count;
        return this;
    }

    /** How many instances of the echo service, named {@code echo-1} and so on. */
    PlatformSetup echoes(int count) {
        echoes = count;
        return this;
    }

    /** How many instances of the rating service, named {@code rating-1} and so on; with any comes a PostgreSQL. */
    PlatformSetup ratings(int count) {
        ratings = count;
        return this;
    }

    /** How many instances of the moderation service, named {@code moderation-1} and so on; rating services ask them. */
    PlatformSetup moderations(int count) {
        moderations = count;
        return this;
    }

    /** A PostgreSQL also without a rating service: for instances that are made later. */
    PlatformSetup withPostgres() {
        postgres = true;
        return this;
    }

    /** Further lines for the configuration file of nats-server. */
    PlatformSetup natsConfig(String lines) {
        nats = () -> NatsServer.started(lines);
        return this;
    }

    /** Its nats-server has so little disk. */
    PlatformSetup disk(int megabytes) {
        nats = () -> NatsServer.startedOnDisk(megabytes);
        return this;
    }

    /** Instead of a server of its own; it ends with the platform. Streams are kept by all three. */
    PlatformSetup cluster(NatsCluster cluster) {
        nats = cluster::first;
        streams = text -> text.replace("replicas: 1", "replicas: 3");
        return proxyEnvironment("PULLWAY_NATS_SERVERS", cluster.urls())
                .serviceEnvironment("PULLWAY_NATS_SERVERS", cluster.urls());
    }

    /** A change of the text of each stream declaration before it is applied. */
    PlatformSetup streams(UnaryOperator<String> change) {
        streams = change;
        return this;
    }

    /** For all proxies, such as {@code PULLWAY_PROXY_MAX_REQUESTS}. */
    PlatformSetup proxyEnvironment(String variable, String value) {
        proxyEnvironment.put(variable, value);
        return this;
    }

    /** For all instances of services, such as {@code PULLWAY_SERVER_SLOTS}. */
    PlatformSetup serviceEnvironment(String variable, String value) {
        serviceEnvironment.put(variable, value);
        return this;
    }

    /**
     * Starts it all and returns when all of it is ready.
     *
     * @throws AssertionError with the last lines of what did not become ready
     */
    Platform start() {
        boolean database = postgres || ratings + moderations > 0;
        Platform platform = new Platform(name, nats, database, proxyEnvironment, serviceEnvironment);
        try {
            platform.startAll(streams, proxies, echoes, ratings, moderations);
            return platform;
        } catch (Throwable failed) {
            platform.close();
            throw failed;
        }
    }
}
