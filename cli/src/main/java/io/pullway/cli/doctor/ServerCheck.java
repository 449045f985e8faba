package io.pullway.cli.doctor;

import io.nats.client.api.ServerInfo;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.streams.RefusedException;
import java.util.Locale;

/** The server that this program is connected to: its version, JetStream, and how large a message may be. */
public final class ServerCheck implements Check {
    /** What proxies and services count on: 1 MiB, of which 64 KiB are for headers. */
    private static final long MAX_PAYLOAD = 1_048_576;

    /** As {@link NatsView} shows it: JetStream is off for an account. */
    private static final String OFF_FOR_ACCOUNT = "(error 10039)";

    private final NatsView nats;

    public ServerCheck(NatsView nats) {
        this.nats = nats;
    }

    @Override
    public String name() {
        return "server";
    }

    @Override
    public void look(Notes notes) {
        ServerInfo server = nats.connection().getServerInfo();
        String who = "nats-server " + server.getServerName();
        Floor.NATS.judge(who, server.getVersion(), notes);
        if (!server.isJetStreamAvailable()) {
            notes.error(
                    who + " has no JetStream",
                    "Requests are stored in JetStream: without it nothing is accepted.",
                    "nats-server --jetstream --store_dir FOLDER   # or config.jetstream.enabled in k8s/charts/nats.yaml");
        }
        if (server.isJetStreamAvailable() && isOffForAccount()) {
            notes.error(
                    "JetStream is not on for the account of this user",
                    "Requests are stored in JetStream: without it nothing is accepted.",
                    "nats-server --signal reload   # after `jetstream: enabled` in the account, or with another user");
        }
        if (server.getMaxPayload() < MAX_PAYLOAD) {
            notes.warning(
                    String.format(Locale.ROOT, "%s takes messages of %,d bytes at most", who, server.getMaxPayload()),
                    "Bodies that fit elsewhere (about 1 MB) are refused here with 413.",
                    "nats-server --signal reload   # after max_payload: 1MB in its configuration");
        }
    }

    private boolean isOffForAccount() {
        try {
            nats.account();
            return false;
        } catch (RefusedException e) {
            return e.getMessage().endsWith(OFF_FOR_ACCOUNT);
        }
    }
}
