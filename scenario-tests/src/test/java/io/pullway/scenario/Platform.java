package io.pullway.scenario;

import io.pullway.fixtures.JavaProcess;
import io.pullway.fixtures.NatsServer;
import io.pullway.fixtures.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A whole Pullway on loopback, as {@code scripts/run-local} starts it, but on ports and data of its own:
 * nats-server with the streams of {@code k8s/base/streams} applied by {@code pullway apply}, proxies and
 * services as real processes from what the modules packaged.
 *
 * <pre>{@code
 * try (Platform platform = Platform.of("S21").proxies(2).echoes(2).start()) {
 *     platform.echo(1).process().kill();
 * }
 * }</pre>
 *
 * <p>What all of it printed is in {@code target/scenario-logs/NAME/} after {@link #close()}. Any thread may
 * call any method.
 */
final class Platform implements AutoCloseable {
    private static final Duration APPLY_LIMIT = Duration.ofSeconds(30);

    private final Path logs;
    private final NatsServer nats;
    private final PostgresServer postgres;
    private final Map<String, String> proxyEnvironment;
    private final Map<String, String> serviceEnvironment;
    private final List<Program> proxies = new ArrayList<>();
    private final List<Program> echoes = new ArrayList<>();
    private final List<Program> ratings = new ArrayList<>();
    private final List<Program> moderations = new ArrayList<>();
    private final List<Program> others = new ArrayList<>();

    Platform(
            String name,
            Supplier<NatsServer> nats,
            boolean withPostgres,
            Map<String, String> proxyEnvironment,
            Map<String, String> serviceEnvironment) {
        this.logs =
                Checkout.root().resolve("scenario-tests/target/scenario-logs").resolve(name);
        this.proxyEnvironment = Map.copyOf(proxyEnvironment);
        this.serviceEnvironment = Map.copyOf(serviceEnvironment);
        Logs.startAnew(logs);
        // Said before anything is started: the sentence about a missing package is all that should be seen then.
        Checkout.commandLine();
        this.nats = nats.get();
        this.postgres = withPostgres ? PostgresServer.started() : null;
    }

    /** One proxy and one echo service, unless said otherwise. @param name of the folder with its logs */
    static PlatformSetup of(String name) {
        return new PlatformSetup(name);
    }

    void startAll(UnaryOperator<String> streams, int proxyCount, int echoCount, int ratingCount, int moderationCount) {
        for (int i = 0; i < proxyCount; i++) {
            newProxy(Map.of()).start();
        }
        applyStreams(streams);
        for (int i = 0; i < echoCount; i++) {
            newEcho(Map.of()).start();
        }
        for (int i = 0; i < moderationCount; i++) {
            newModeration(Map.of()).start();
        }
        for (int i = 0; i < ratingCount; i++) {
            newRating(Map.of()).start();
        }
        programs().forEach(Program::awaitReady);
    }

    /** The folder of what its programs print. */
    Path logs() {
        return logs;
    }

    /** Runs {@code pullway apply} over the declarations of the checkout, each changed before. */
    void applyStreams(UnaryOperator<String> change) {
        Path source = Checkout.root().resolve("k8s/base/streams");
        Path changed = logs.resolve("streams");
        try (Stream<Path> files = Files.list(source)) {
            Logs.startAnew(changed);
            for (Path file : files.toList()) {
                Files.writeString(changed.resolve(file.getFileName()), change.apply(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (JavaProcess apply = JavaProcess.jar(Checkout.commandLine())
                .shortLived()
                .arguments("apply", changed.toString(), "--server", nats.url())
                .start("pullway-apply")) {
            if (apply.awaitExit(APPLY_LIMIT) != 0) {
                throw new AssertionError("pullway apply failed:\n" + apply.output());
            }
        }
    }

    /** One more proxy, not yet started. @param environment on top of that of all proxies */
    Program newProxy(Map<String, String> environment) {
        String name = "proxy-" + (proxies.size() + 1);
        return add(
                proxies,
                "http-to-nats-proxy",
                name,
                Map.of("PULLWAY_PROXY_INSTANCE", name),
                postgres == null ? Map.of() : identity(),
                proxyEnvironment,
                environment);
    }

    /** One more instance of the echo service, not yet started. @param environment on top of that of all services */
    Program newEcho(Map<String, String> environment) {
        String name = "echo-" + (echoes.size() + 1);
        return add(
                echoes, "echo-service", name, Map.of("PULLWAY_SERVER_INSTANCE", name), serviceEnvironment, environment);
    }

    /** One more instance of the rating service, not yet started. @param environment on top of that of all services */
    Program newRating(Map<String, String> environment) {
        String name = "rating-" + (ratings.size() + 1);
        Map<String, String> asRunLocal = Map.of(
                "PULLWAY_RATING_SEED", "true", "PULLWAY_RATING_MODERATION", moderations.isEmpty() ? "off" : "on");
        return add(
                ratings,
                "rating-service",
                name,
                asRunLocal,
                withDatabase(name),
                identity(),
                serviceEnvironment,
                environment);
    }

    /** One more instance of the moderation service, not yet started. @param environment on top of that of all services */
    Program newModeration(Map<String, String> environment) {
        String name = "moderation-" + (moderations.size() + 1);
        return add(
                moderations,
                "moderation-service",
                name,
                withDatabase(name),
                identity(),
                serviceEnvironment,
                environment);
    }

    /** An instance of any other service, not yet started. @param environment on top of that of all services */
    Program newService(String module, Map<String, String> environment) {
        String name = module + "-" + (others.size() + 1);
        return add(others, module, name, Map.of("PULLWAY_SERVER_INSTANCE", name), serviceEnvironment, environment);
    }

    private Map<String, String> withDatabase(String instance) {
        return Map.of(
                "PULLWAY_SERVER_INSTANCE", instance,
                "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", postgres.user(),
                "QUARKUS_DATASOURCE_PASSWORD", postgres.password());
    }

    /** Whose tokens are believed where there is a rating service. */
    private static Map<String, String> identity() {
        return Map.of("PULLWAY_IDENTITY_JWKS", Tokens.jwks());
    }

    /** By number, from 1. */
    Program proxy(int number) {
        return proxies.get(number - 1);
    }

    /** By number, from 1. */
    Program echo(int number) {
        return echoes.get(number - 1);
    }

    /** By number, from 1. */
    Program rating(int number) {
        return ratings.get(number - 1);
    }

    /** All instances of the rating service. */
    List<Program> ratings() {
        return List.copyOf(ratings);
    }

    /** By number, from 1. */
    Program moderation(int number) {
        return moderations.get(number - 1);
    }

    /** All instances of the moderation service. */
    List<Program> moderations() {
        return List.copyOf(moderations);
    }

    NatsServer nats() {
        return nats;
    }

    /** Null without a rating service. */
    PostgresServer postgres() {
        return postgres;
    }

    /** Ends everything at once, services before what they need. */
    @Override
    public void close() {
        try {
            Logs.write(logs, "nats", nats.lastLines());
            programs().forEach(program -> program.close(logs));
        } finally {
            if (postgres != null) {
                postgres.close();
            }
            nats.close();
        }
    }

    private List<Program> programs() {
        return Stream.of(proxies, echoes, ratings, moderations, others)
                .flatMap(List::stream)
                .toList();
    }

    @SafeVarargs
    private Program add(List<Program> kind, String module, String name, Map<String, String>... environments) {
        Map<String, String> all = new HashMap<>();
        all.put("PULLWAY_NATS_SERVERS", nats.url());
        for (Map<String, String> environment : environments) {
            all.putAll(environment);
        }
        Program program = new Program(name, PackagedApplications.runnable(module), all);
        kind.add(program);
        return program;
    }
}
