package io.pullway.wire.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestKind;
import io.pullway.wire.record.AskingProxy.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One request with a key, sent by several clients through two proxies to two servers, in a random order of
 * steps and with a crash at any of them; then everything is well again, and everybody has to get an answer.
 */
final class RecordsModel {
    /**
     * @param budgetMillis of each client
     * @param steps before all is well
     * @param pauses by how much time may jump, milliseconds
     */
    record Scale(long budgetMillis, int steps, long... pauses) {}

    private static final int CLIENTS = 4;
    private static final int ROUNDS = 4_000;

    private final Random random;
    private final Scale scale;
    private final History history = new History();
    private final UnreliableWorld world;
    private final RecordRules rules;
    private final RequestKind kind;
    private final Application application;
    private final List<AskingProxy> clients = new ArrayList<>();
    private final List<Result> finals = new ArrayList<>();
    private final List<RunningServer> servers = new ArrayList<>();

    RecordsModel(World world, RecordTimes times, Scale scale, long seed) {
        this.random = new Random(seed);
        this.scale = scale;
        this.world = new UnreliableWorld(world, random, history);
        this.rules = new RecordRules(times);
        Application.Sort[] sorts = Application.Sort.values();
        this.kind = random.nextInt(3) == 0 ? RequestKind.LATER : RequestKind.KEYED;
        this.application = new Application(sorts[random.nextInt(sorts.length)], random, history);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(null);
            finals.add(null);
        }
        servers.add(newServer());
        servers.add(newServer());
    }

    void run() {
        for (int step = 0; step < scale.steps; step++) {
            anyStep();
        }
        world.heal();
        application.heal();
        for (int round = 0; round < ROUNDS && finals.contains(null); round++) {
            wellStep();
        }
        assertThat(finals).as("what the clients got when all was well again").doesNotContainNull();
        history.check();
    }

    History history() {
        return history;
    }

    private void anyStep() {
        int dice = random.nextInt(100);
        int client = random.nextInt(CLIENTS);
        int server = random.nextInt(servers.size());
        if (dice < 45) {
            stepClient(client);
        } else if (dice < 85) {
            servers.get(server).step();
        } else if (dice < 87) {
            // Crash of a proxy: the client's connection is cut, and it tries again.
            clients.set(client, null);
        } else if (dice < 90) {
            servers.set(server, newServer());
        } else if (dice < 92) {
            readStatus();
        } else if (dice < 94) {
            world.land();
        } else if (dice < 98) {
            world.advance(1 + random.nextInt(20));
        } else {
            world.advance(scale.pauses[random.nextInt(scale.pauses.length)]);
        }
    }

    private void wellStep() {
        for (int client = 0; client < CLIENTS; client++) {
            stepClient(client);
        }
        servers.forEach(RunningServer::step);
        if (kind == RequestKind.LATER) {
            readStatus();
        }
        world.advance(1 + scale.budgetMillis / 60);
    }

    private void stepClient(int client) {
        AskingProxy asking = clients.get(client);
        if (finals.get(client) != null) {
            return;
        }
        if (asking == null) {
            String fingerprint = client == 0 ? "other" : "one";
            clients.set(
                    client,
                    new AskingProxy(
                            world,
                            rules,
                            history,
                            new RecordEnvelope.Request(kind, fingerprint, "alice", world.now() + scale.budgetMillis)));
            return;
        }
        asking.step();
        if (asking.result() != null) {
            boolean done = asking.result() == Result.ANSWER || asking.result() == Result.MISMATCH;
            finals.set(client, done ? asking.result() : null);
            clients.set(client, null);
        }
    }

    private void readStatus() {
        switch (rules.reads(world.read(), new StatusReader(world.id(), "alice", "p"), world.now())) {
            case Decision.Settle settle -> world.write(settle.write());
            case Decision.Give give -> history.given(give.record().request().fingerprint(), give.record());
            case Decision.Pending _, Decision.NotFound _ -> {}
        }
    }

    private RunningServer newServer() {
        return new RunningServer(world, rules, application);
    }
}
