package io.pullway.scenario;

import io.pullway.fixtures.NatsCluster;
import io.pullway.fixtures.NatsServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link Link} in each direction between each two servers of a cluster. Used by one thread. */
final class Routes implements NatsCluster.Network, AutoCloseable {
    private final Map<Way, Link> links = new HashMap<>();

    private record Way(int from, int to) {}

    @Override
    public int way(int from, int to, int port) {
        return links.computeIfAbsent(new Way(from, to), any -> new Link(port)).port();
    }

    /** Nothing passes between one server and the others until {@link #mend}. */
    void cut(NatsCluster cluster, NatsServer one, List<NatsServer> others) {
        int here = cluster.servers().indexOf(one);
        for (NatsServer other : others) {
            int there = cluster.servers().indexOf(other);
            links.get(new Way(here, there)).cut();
            links.get(new Way(there, here)).cut();
        }
    }

    void mend() {
        links.values().forEach(Link::mend);
    }

    /** How long everything takes between any two from now on, in each direction. */
    void delay(Duration oneWay) {
        links.values().forEach(link -> link.delay(oneWay));
    }

    @Override
    public void close() {
        links.values().forEach(Link::close);
    }
}
