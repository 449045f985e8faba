package io.pullway.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same instances of the echo service behind Pullway and behind push balancers. Each instance pulls, and has an HTTP port
 * as well: whoever sends, it is the same process with the same code, the same threads and the same age.
 */
final class TailBed {
    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(5);

    private final Tools tools;
    private final Workplace workplace;
    private final TailOptions options;
    private final NatsUnderTest nats;
    /** No upgrade to HTTP/2: where a balancer answers it in its own way, the client waits for ever. */
    private final HttpClient probe = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PROBE_LIMIT)
            .build();

    private final Map<Balancer, Integer> ports = new EnumMap<>(Balancer.class);
    private final List<Instance> instances = new ArrayList<>();

    private record Instance(int number, int port, int managementPort, OwnedProcess process) {}

    private TailBed(Tools tools, Workplace workplace, TailOptions options, NatsUnderTest nats) {
        this.tools = tools;
        this.workplace = workplace;
        this.options = options;
        this.nats = nats;
    }

    static TailBed start(Tools tools, Workplace workplace, TailOptions options) {
        TailBed bed = new TailBed(tools, workplace, options, NatsUnderTest.start(tools, workplace, false));
        for (int i = 1; i <= options.instances(); i++) {
            bed.instances.add(bed.startInstance(i, Ports.free(), Ports.free()));
        }
        for (Balancer balancer : Balancer.values()) {
            bed.ports.put(balancer, Ports.free());
        }
        bed.startProxy();
        new PushBalancers(
                        workplace,
                        bed.ports,
                        bed.instances.stream().map(Instance::port).toList(),
                        options.slots())
                .start();
        bed.instances.forEach(bed::awaitReady);
        for (Balancer balancer : Balancer.values()) {
            bed.awaitAnswer(bed.target(balancer) + "/api/echo/work?id=1");
        }
        return bed;
    }

    /** Where a balancer listens. */
    String target(Balancer balancer) {
        return "http://127.0.0.1:" + ports.get(balancer);
    }

    String versionOfNats() {
        return nats.version();
    }

    /** The one to which faults happen. */
    OwnedProcess victim() {
        return instances.getFirst().process;
    }

    /** Puts a new process in the place of the victim, dead or alive; returns when it answers and pulls. */
    void replaceVictim() {
        Instance gone = instances.getFirst();
        gone.process.kill();
        gone.process.awaitDeath();
        instances.set(0, startInstance(gone.number, gone.port, gone.managementPort));
        awaitReady(instances.getFirst());
    }

    private Instance startInstance(int number, int port, int managementPort) {
        Map<String, String> environment = new HashMap<>(management(managementPort));
        environment.put("PULLWAY_SERVER_INSTANCE", "e" + number);
        environment.put("PULLWAY_SERVER_SLOTS", Integer.toString(options.slots()));
        environment.put("QUARKUS_THREAD_POOL_MAX_THREADS", Integer.toString(options.slots()));
        environment.put("QUARKUS_HTTP_HOST_ENABLED", "true");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        OwnedProcess process =
                workplace.start("echo-" + number, environment, true, tools.application(Contender.PATH.service()));
        return new Instance(number, port, managementPort, process);
    }

    private void startProxy() {
        Map<String, String> environment = new HashMap<>(management(Ports.free()));
        environment.put("PULLWAY_PROXY_INSTANCE", "tail");
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(ports.get(Balancer.PULLWAY)));
        workplace.start("proxy", environment, true, tools.application("http-to-nats-proxy"));
    }

    private Map<String, String> management(int port) {
        return Map.of(
                "PULLWAY_NATS_SERVERS",
                nats.url(),
                "QUARKUS_MANAGEMENT_HOST",
                "127.0.0.1",
                "QUARKUS_MANAGEMENT_PORT",
                Integer.toString(port));
    }

    private void awaitReady(Instance instance) {
        awaitAnswer("http://127.0.0.1:" + instance.managementPort + "/q/health/ready");
        awaitAnswer("http://127.0.0.1:" + instance.port + "/echo/work?id=1");
    }

    private void awaitAnswer(String url) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answers(url)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(url + " did not answer within " + START_LIMIT.toSeconds() + " s");
            }
            TestBed.pause();
        }
    }

    private boolean answers(String url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PROBE_LIMIT).build();
            return probe.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
