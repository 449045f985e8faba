package io.pullway.cli.doctor;

import io.nats.client.api.AccountStatistics;
import io.nats.client.api.AccountTier;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Replica;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.status.StatusReader;
import io.pullway.cli.streams.RefusedException;
import java.util.Locale;
import java.util.Map;

/** Disk: what the account may use, what the streams are bounded to, how full they are, and whether their copies are whole. */
public final class StorageCheck implements Check {
    private static final String FULL_DISK = "A full disk stops JetStream, and with it every request of everybody.";

    private static final long MEBIBYTE = 1 << 20;
    private static final long LEAST_MEBIBYTES = 256;

    private final NatsView nats;

    public StorageCheck(NatsView nats) {
        this.nats = nats;
    }

    @Override
    public String name() {
        return "storage";
    }

    @Override
    public void look(Notes notes) throws RefusedException {
        AccountStatistics account = nats.account();
        account("the account", account.getStorage(), account.getLimits().getMaxStorage(), notes);
        for (Map.Entry<String, AccountTier> tier : account.getTiers().entrySet()) {
            account(
                    "the account, of streams with the replicas of " + tier.getKey() + ",",
                    tier.getValue().getStorageBytes(),
                    tier.getValue().getLimits().getMaxStorage(),
                    notes);
        }
        for (StreamInfo stream : nats.streams()) {
            bounds(stream, notes);
            fill(stream, notes);
            copies(stream, notes);
        }
    }

    /** @param limit in bytes; not positive for none */
    private static void account(String who, long used, long limit, Notes notes) {
        Fullness.of(used, limit)
                .judge(
                        who + " uses " + bytes(used) + " of the " + bytes(limit) + " that it may",
                        "When nothing is left, no stream takes a message any more.",
                        "nats account info   # then raise max_file of the account, or lower maxBytes of a stream",
                        notes);
    }

    private static void bounds(StreamInfo stream, Notes notes) {
        StreamConfiguration configuration = stream.getConfiguration();
        if (configuration.getMaxBytes() <= 0) {
            notes.error(
                    "stream " + configuration.getName() + " has no limit of bytes",
                    FULL_DISK,
                    "nats stream edit " + configuration.getName() + " --max-bytes="
                            + limit(stream.getStreamState().getByteCount()));
        }
    }

    private static void fill(StreamInfo stream, Notes notes) {
        StreamConfiguration configuration = stream.getConfiguration();
        if (configuration.getDiscardPolicy() == DiscardPolicy.Old) {
            return; // It is meant to be full: the oldest go first.
        }
        String name = configuration.getName();
        boolean answers = name.startsWith(StatusReader.ANSWERS);
        String why = answers
                ? "Above 80 % proxies refuse keyed and asynchronous requests with 503 \"overloaded\"."
                : "When it is full, requests are refused with 503 \"overloaded\".";
        String command = answers
                ? "nats stream edit " + name + " --max-bytes=" + limit(configuration.getMaxBytes())
                        + "   # and maxBytes where it is declared"
                : "kubectl --namespace pullway get deployment/" + name + "   # who works on it; then scale it up";
        long bytes = stream.getStreamState().getByteCount();
        long messages = stream.getStreamState().getMsgCount();
        Fullness.of(bytes, configuration.getMaxBytes())
                .judge(
                        "stream " + name + " holds " + bytes(bytes) + " of " + bytes(configuration.getMaxBytes()),
                        why,
                        command,
                        notes);
        Fullness.of(messages, configuration.getMaxMsgs())
                .judge(
                        "stream " + name + " holds " + messages + " of " + configuration.getMaxMsgs() + " messages",
                        why,
                        command,
                        notes);
    }

    private static void copies(StreamInfo stream, Notes notes) {
        String name = stream.getConfiguration().getName();
        if (stream.getClusterInfo() == null) {
            return;
        }
        if (stream.getClusterInfo().getLeader() == null) {
            notes.error(
                    "stream " + name + " has no leader",
                    "Nothing is stored in it, and nothing is handed out, until more than half of its servers are there.",
                    "kubectl --namespace nats get pods   # elsewhere, look at the processes");
        }
        for (Replica replica : stream.getClusterInfo().getReplicas()) {
            if (replica.isOffline() || !replica.isCurrent()) {
                notes.error(
                        "the copy of stream " + name + " on " + replica.getName() + " is "
                                + (replica.isOffline() ? "away" : "behind by " + replica.getLag()),
                        "One more server that fails, and the stream stops, or loses what it has stored last.",
                        "kubectl --namespace nats logs " + replica.getName() + " --container nats --tail 50");
            }
        }
    }

    /** Room for twice as much, so that nothing that is there has to go; a quarter of a GiB at least. */
    private static String limit(long bytes) {
        return Math.max(LEAST_MEBIBYTES, Math.ceilDiv(2 * bytes, MEBIBYTE)) + "MiB";
    }

    private static String bytes(long count) {
        return String.format(Locale.ROOT, "%.1f MiB", count / (double) MEBIBYTE);
    }
}
