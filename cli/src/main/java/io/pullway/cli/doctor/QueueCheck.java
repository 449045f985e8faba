package io.pullway.cli.doctor;

import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.StreamInfo;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.status.PlatformStatus;
import io.pullway.cli.status.QueueStatus;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.RequestKind;
import io.pullway.wire.Subjects;
import java.time.Duration;
import java.util.List;

/** What waits, who works on it, and whether consumers hold work back. */
public final class QueueCheck implements Check {
    /** A direct request waits 30 s by default, and a minute at most. */
    private static final Duration LONG = Duration.ofSeconds(30);

    private final NatsView nats;

    public QueueCheck(NatsView nats) {
        this.nats = nats;
    }

    @Override
    public String name() {
        return "queues";
    }

    @Override
    public void look(Notes notes) throws RefusedException, InterruptedException {
        PlatformStatus platform = nats.platform();
        boolean hears = !nats.isDenied(Subjects.allPresence());
        if (!hears) {
            notes.notLookedAt("who works on the queues: this user may not subscribe to " + Subjects.allPresence());
        }
        for (QueueStatus queue : platform.queues()) {
            if (hears) {
                people(queue, platform, notes);
            }
        }
        for (StreamInfo stream : nats.streams()) {
            consumers(stream, notes);
        }
        letters(platform.deadLetters(), notes);
    }

    private static void people(QueueStatus queue, PlatformStatus platform, Notes notes) {
        String name = queue.service();
        long here = queue.waiting() + queue.inFlight();
        Duration oldest = queue.oldest() == null ? Duration.ZERO : Duration.between(queue.oldest(), platform.time());
        if (platform.of(queue).isEmpty() && here > 0) {
            notes.error(
                    here + " requests are in the queue of " + name + ", and no instance of it is there",
                    "Nobody works on them, and new ones are refused with 503 \"no-instance\".",
                    "cluster-logs " + name + "   # elsewhere: java -jar " + name
                            + "/target/quarkus-app/quarkus-run.jar");
        } else if (platform.of(queue).isEmpty()) {
            notes.note(
                    "no instance of " + name + " is there",
                    "Requests for it are refused with 503 \"no-instance\".",
                    "cluster-status");
        } else if (oldest.compareTo(LONG) > 0 && queue.waiting() > 0) {
            notes.warning(
                    queue.waiting() + " requests wait for " + name + ", the oldest in its queue for "
                            + oldest.toSeconds() + " s",
                    "Who waits for an answer has 30 s by default: more arrives than is worked on.",
                    "kubectl --namespace pullway scale deployment/" + name + " --replicas="
                            + (platform.of(queue).size() + 1));
        }
    }

    private void consumers(StreamInfo stream, Notes notes) throws RefusedException {
        String name = stream.getConfiguration().getName();
        boolean queue = stream.getConfiguration().getSubjects().stream()
                .anyMatch(subject -> RequestKind.ofSubject(subject) != null);
        List<ConsumerInfo> consumers = nats.consumers(name);
        if (queue && consumers.isEmpty()) {
            notes.error(
                    "stream " + name + " has no consumer",
                    "What is stored in it is handed out to nobody.",
                    "scripts/pullway apply k8s/base/streams/" + name + ".yaml");
        }
        for (ConsumerInfo consumer : consumers) {
            if (consumer.getConsumerConfiguration().getAckPolicy() == AckPolicy.Explicit) {
                consumer(name + "/" + consumer.getName(), consumer, queue, notes);
            }
        }
    }

    private static void consumer(String name, ConsumerInfo consumer, boolean queue, Notes notes) {
        ConsumerConfiguration configuration = consumer.getConsumerConfiguration();
        String info = "nats consumer info " + name.replace('/', ' ');
        Fullness.of(consumer.getNumAckPending(), configuration.getMaxAckPending())
                .judge(
                        "consumer " + name + " has " + consumer.getNumAckPending() + " of "
                                + configuration.getMaxAckPending() + " messages handed out and not acknowledged",
                        "At the limit free instances get no work: raise maxAckPending, or see who does not acknowledge.",
                        info,
                        notes);
        Fullness.of(consumer.getNumWaiting(), configuration.getMaxPullWaiting())
                .judge(
                        "consumer " + name + " has " + consumer.getNumWaiting() + " of "
                                + configuration.getMaxPullWaiting() + " pulls that wait",
                        "Beyond the limit pulls of instances are refused.",
                        info,
                        notes);
        if (consumer.getRedelivered() > 0) {
            notes.warning(
                    "consumer " + name + " has " + consumer.getRedelivered()
                            + " messages under way that were handed out before",
                    "An instance died, froze or lost NATS while it worked, or takes longer than ackWait without a sign.",
                    "cluster-logs " + consumer.getStreamName());
        }
        if (queue && configuration.getMaxDeliver() > 0) {
            notes.error(
                    "consumer " + name + " hands out a message " + configuration.getMaxDeliver() + " times at most",
                    "After that it stays in the queue for ever and nobody sees it; services count by themselves.",
                    "scripts/pullway apply k8s/base/streams/" + consumer.getStreamName() + ".yaml");
        }
        if (consumer.getPaused()) {
            notes.error(
                    "consumer " + name + " is paused",
                    "Nothing is handed out until then.",
                    "nats consumer resume " + name.replace('/', ' '));
        }
    }

    private static void letters(long count, Notes notes) {
        if (count < 0) {
            notes.error(
                    "there is no stream for dead letters",
                    "What cannot be worked on cannot be buried: it comes back every five seconds.",
                    "scripts/pullway apply k8s/base/streams/dead-letters.yaml");
        } else if (count > 0) {
            notes.warning(
                    "there are " + count + " dead letters",
                    "Each is a request, or an event, that nobody could work on; they are kept for seven days.",
                    "scripts/pullway dead-letters list");
        }
    }
}
