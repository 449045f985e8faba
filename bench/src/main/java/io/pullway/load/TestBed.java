package io.pullway.load;

import io.pullway.fixtures.PostgresServer;
import io.pullway.load.bare.BareWorker;
import io.pullway.load.bare.FloorClient;
import io.pullway.load.bare.FloorWorker;
import io.pullway.load.figures.Medians;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All processes of a run, started once: whatever is compared has been warmed up by the same load for the same time. */
final class TestBed {
    /** Messages under way to a jnats worker; between 128 and 1,024 it made no difference. */
    private static final String CREDIT = "256";

    private static final int STARTS = 3;
    private static final long START_LIMIT_NANOS = 60_000_000_000L;
    private static final long PROBE_PAUSE_MILLIS = 2;

    private final Tools tools;
    private final Workplace workplace;
    private final NatsUnderTest nats;
    private final int httpPort = Ports.free();
    private final int ownPort = Ports.free();
    private final Map<Contender, OwnedProcess> workers = new EnumMap<>(Contender.class);
    private OwnedProcess proxy;
    private OwnedProcess floorClient;
    private StartTimes startTimes;
    private int messageBytes;

    /** Process start to first answer, in milliseconds, the middle of three. */
    record StartTimes(double proxyMillis, double serviceMillis) {}

    private TestBed(Tools tools, Workplace workplace, NatsUnderTest nats) {
        this.tools = tools;
        this.workplace = workplace;
        this.nats = nats;
    }

    /** Starts everything; on the way, measures how long our programs take to start, with nothing else to do. */
    static TestBed start(Tools tools, Workplace workplace, Progress progress, BenchOptions options) {
        progress.say("Starting NATS and applying the streams");
        TestBed bed = new TestBed(
                tools,
                workplace,
                NatsUnderTest.start(tools, workplace, options.variation().syncAlways()));
        bed.workers.put(
                Contender.BARE,
                bed.program(BareWorker.class, Contender.BARE.service(), CREDIT, Contender.BARE.resource()));
        progress.say("Starting the proxy, " + STARTS + " times");
        List<Double> proxyMillis = bed.starts(Contender.BARE, bed::startProxy, started -> bed.proxy = started);
        progress.say("Starting the echo service, " + STARTS + " times");
        List<Double> serviceMillis =
                bed.starts(Contender.PATH, bed::startEcho, started -> bed.workers.put(Contender.PATH, started));
        bed.workers.put(Contender.KEYED, bed.worker(Contender.PATH));
        bed.startTimes = new StartTimes(
                Medians.median(proxyMillis, Double::doubleValue), Medians.median(serviceMillis, Double::doubleValue));
        bed.messageBytes = bed.nats.sizeOfMessage(Contender.PATH.resource(), () -> bed.requireAnswer(Contender.PATH));
        bed.requireAnswer(Contender.BARE);
        bed.workers.put(Contender.FLOOR, bed.program(FloorWorker.class, Contender.FLOOR.service(), CREDIT));
        bed.floorClient = bed.program(
                FloorClient.class, "http." + Contender.FLOOR.resource() + ".post", Integer.toString(bed.messageBytes));
        if (options.extras().database()) {
            progress.say("Starting PostgreSQL, the bench service and the rating service");
            // Each has a schema of its own.
            bed.startBenchService(workplace.own(PostgresServer.started()));
            bed.startRatingService(workplace.own(PostgresServer.started()));
        }
        return bed;
    }

    StartTimes startTimes() {
        return startTimes;
    }

    /** Of a request as it is stored: NATS headers and payload. */
    int messageBytes() {
        return messageBytes;
    }

    String versionOfNats() {
        return nats.version();
    }

    OwnedProcess proxy() {
        return proxy;
    }

    OwnedProcess worker(Contender contender) {
        return workers.get(contender);
    }

    /** The processes that work in a measurement, without a load generator that is started for it alone. */
    Map<Role, OwnedProcess> processes(Contender contender) {
        Map<Role, OwnedProcess> processes = new EnumMap<>(Role.class);
        processes.put(Role.NATS, nats.process());
        processes.put(Role.WORKER, workers.get(contender));
        switch (contender) {
            case FLOOR -> processes.put(Role.CLIENT, floorClient);
            case OWN -> processes.remove(Role.NATS);
            default -> processes.put(Role.PROXY, proxy);
        }
        return processes;
    }

    Load load(Contender contender) {
        return contender == Contender.FLOOR
                ? new FloorLoad(floorClient)
                : new WrkLoad(tools, workplace, "http://127.0.0.1:" + port(contender), contender);
    }

    private int port(Contender contender) {
        return contender == Contender.OWN ? ownPort : httpPort;
    }

    private List<Double> starts(
            Contender answering, Supplier<OwnedProcess> start, java.util.function.Consumer<OwnedProcess> last) {
        List<Double> millis = new ArrayList<>();
        OwnedProcess running = null;
        for (int i = 0; i < STARTS; i++) {
            if (running != null) {
                workplace.stop(running);
            }
            long begin = System.nanoTime();
            running = start.get();
            awaitAnswer(running, answering, begin);
            millis.add((System.nanoTime() - begin) / 1e6);
        }
        last.accept(running);
        return millis;
    }

    private void awaitAnswer(OwnedProcess started, Contender answering, long begin) {
        HttpProbe probe = new HttpProbe(port(answering), answering);
        while (!probe.succeeds()) {
            started.requireAlive();
            if (System.nanoTime() - begin > START_LIMIT_NANOS) {
                throw started.failed("gave no answer within a minute");
            }
            pause();
        }
    }

    static void pause() {
        try {
            Thread.sleep(PROBE_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    private void requireAnswer(Contender contender) {
        new HttpProbe(port(contender), contender).requireSuccess();
    }

    private OwnedProcess startProxy() {
        return workplace.start(
                "proxy",
                Map.of(
                        "PULLWAY_NATS_SERVERS",
                        nats.url(),
                        "PULLWAY_PROXY_INSTANCE",
                        "bench",
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(httpPort),
                        "QUARKUS_MANAGEMENT_HOST",
                        "127.0.0.1",
                        "QUARKUS_MANAGEMENT_PORT",
                        Integer.toString(Ports.free())),
                true,
                tools.application("http-to-nats-proxy"));
    }

    private void startBenchService(PostgresServer postgres) {
        startWithDatabase(postgres, Contender.ONCE, Map.of());
        workers.put(Contender.PLAIN, worker(Contender.ONCE));
        requireAnswer(Contender.PLAIN);
    }

    /** One process for both ways, so that both find it equally warm. */
    private void startRatingService(PostgresServer postgres) {
        startWithDatabase(
                postgres,
                Contender.LIST,
                Map.of(
                        "PULLWAY_SERVER_RESOURCES",
                        Contender.LIST.resource(),
                        "PULLWAY_RATING_SEED",
                        "true",
                        "QUARKUS_HTTP_HOST_ENABLED",
                        "true",
                        "QUARKUS_HTTP_HOST",
                        "127.0.0.1",
                        "QUARKUS_HTTP_PORT",
                        Integer.toString(ownPort)));
        workers.put(Contender.OWN, worker(Contender.LIST));
        requireAnswer(Contender.OWN);
    }

    private void startWithDatabase(PostgresServer postgres, Contender contender, Map<String, String> more) {
        long begin = System.nanoTime();
        Map<String, String> environment = new HashMap<>(environmentOfService());
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        environment.put("QUARKUS_DATASOURCE_USERNAME", postgres.user());
        environment.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        environment.putAll(more);
        OwnedProcess service =
                workplace.start(contender.service(), environment, true, tools.application(contender.service()));
        workers.put(contender, service);
        awaitAnswer(service, contender, begin);
    }

    private Map<String, String> environmentOfService() {
        return Map.of(
                "PULLWAY_NATS_SERVERS",
                nats.url(),
                "PULLWAY_SERVER_INSTANCE",
                "bench",
                "QUARKUS_MANAGEMENT_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(Ports.free()));
    }

    private OwnedProcess startEcho() {
        return workplace.start(
                Contender.PATH.service(), environmentOfService(), true, tools.application(Contender.PATH.service()));
    }

    /** A program of the package of the bare ones, ready to work. */
    private OwnedProcess program(Class<?> main, String... arguments) {
        List<String> all = new ArrayList<>(List.of(nats.url()));
        all.addAll(List.of(arguments));
        OwnedProcess process =
                workplace.start(main.getSimpleName(), Map.of(), false, tools.program(main, all.toArray(String[]::new)));
        process.hear();
        return process;
    }
}
