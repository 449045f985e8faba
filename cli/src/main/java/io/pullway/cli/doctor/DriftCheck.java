package io.pullway.cli.doctor;

import io.nats.client.api.StreamInfo;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.streams.Application;
import io.pullway.cli.streams.Drift;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.RequestKind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Streams and consumers that the server does not have as they are declared: also what NACK leaves as it is. */
public final class DriftCheck implements Check {
    private static final String MISSING =
            "Proxies and services bind to what exists and create nothing: they end after a minute without it.";
    private static final String DIFFERS =
            "Somebody changed it by hand, or NACK did not undo what was removed from its resource (it stays Ready).";

    private final NatsView nats;
    private final Declarations declarations;

    public DriftCheck(NatsView nats, Declarations declarations) {
        this.nats = nats;
        this.declarations = declarations;
    }

    @Override
    public String name() {
        return "declared";
    }

    @Override
    public void look(Notes notes) throws RefusedException {
        switch (declarations) {
            case Declarations.Nowhere nowhere -> notes.notLookedAt(nowhere.reason());
            case Declarations.InFiles files -> compare(files.application(), notes);
            case Declarations.InCluster cluster -> compare(cluster.application(), notes);
        }
    }

    private void compare(Application declared, Notes notes) throws RefusedException {
        List<Drift> drifts = declared.drift(nats.connection(), nats.timeout(), nats::lastError);
        drifts.stream()
                .filter(Drift::missing)
                .collect(Collectors.groupingBy(declarations::mend, LinkedHashMap::new, Collectors.toList()))
                .forEach((command, missing) -> notes.error(
                        missing.stream().map(Drift::what).collect(Collectors.joining(", ")) + " declared and not there",
                        MISSING,
                        command));
        for (Drift drift : drifts) {
            if (drift.missing()) {
                continue;
            }
            if (drift.impossible() == null) {
                notes.error(
                        drift.what() + " is not as it is declared: " + drift.differences(),
                        DIFFERS,
                        declarations.mend(drift));
            } else {
                notes.error(
                        drift.what() + " is not as it is declared: " + drift.differences() + " (" + drift.impossible()
                                + ")",
                        "NATS cannot change it as it stands: a person has to decide which of the two is meant.",
                        declarations.mend(drift) + " --dry-run");
            }
        }
        for (StreamInfo stream : nats.streams()) {
            String name = stream.getConfiguration().getName();
            boolean takesRequests = stream.getConfiguration().getSubjects().stream()
                    .anyMatch(subject -> RequestKind.ofSubject(subject) != null);
            if (takesRequests && !declared.streams().contains(name)) {
                notes.note(
                        "stream " + name + " takes requests and is declared nowhere here",
                        "Nobody would notice that it is lost or changed.",
                        "nats stream info " + name);
            }
        }
    }
}
