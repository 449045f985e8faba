package io.pullway.cli;

import io.nats.client.Connection;
import io.nats.client.api.ServerInfo;
import io.pullway.cli.cluster.ClusterView;
import io.pullway.cli.cluster.Resource;
import io.pullway.cli.doctor.Check;
import io.pullway.cli.doctor.ClockCheck;
import io.pullway.cli.doctor.ClusterCheck;
import io.pullway.cli.doctor.Declarations;
import io.pullway.cli.doctor.DriftCheck;
import io.pullway.cli.doctor.Finding;
import io.pullway.cli.doctor.QueueCheck;
import io.pullway.cli.doctor.Report;
import io.pullway.cli.doctor.RightsCheck;
import io.pullway.cli.doctor.Section;
import io.pullway.cli.doctor.ServerCheck;
import io.pullway.cli.doctor.ServersCheck;
import io.pullway.cli.doctor.Severity;
import io.pullway.cli.doctor.StorageCheck;
import io.pullway.cli.status.NatsView;
import io.pullway.cli.status.ServerAddress;
import io.pullway.cli.streams.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code pullway doctor}: what is wrong, why it matters, and the command that mends it. */
@Command(
        name = "doctor",
        header = "Says what is wrong with a platform, why it matters, and the command that mends it.",
        description = {
            "",
            "Looks at the NATS servers and, where there is a kubeconfig, at the cluster: versions, streams and consumers"
                    + " against what is declared, rights, clocks, disk, queues, dead letters, and what NACK says. It"
                    + " changes nothing, and takes a few seconds. What it cannot look at it names.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  pullway doctor --server nats://127.0.0.1:4222 --no-cluster",
            "",
            "Exit codes: 0 nothing has to be done, 1 failed, 2 wrong command line, 3 warnings, 4 errors."
        })
final class DoctorCommand implements Callable<Integer> {
    @Option(
            names = "--declared",
            paramLabel = "FILE",
            description = "How streams and consumers should be: files as for pullway apply; repeatable. Otherwise as"
                    + " the cluster declares them, else as k8s/base/streams here does.")
    private List<String> declared = new ArrayList<>();

    @Mixin
    private OutputOption output;

    @Mixin
    private NatsOptions nats;

    @Mixin
    private SystemLogin system;

    @Mixin
    private ClusterOptions cluster;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        List<Section> sections = new ArrayList<>();
        String at;
        try (ClusterView view = cluster.open(nats.timeout())) {
            at = servers(view, sections);
            sections.add(new ClusterCheck(view, cluster.reasonForNone()).examine());
            if (view != null) {
                at += ", and at the cluster of context " + view.context() + ", namespace " + view.namespace();
            }
        }
        Report report = new Report(Instant.now(), at, List.copyOf(sections));
        if (output.isJson()) {
            spec.commandLine().getOut().println(report.json().toJson());
        } else {
            report.lines().forEach(spec.commandLine().getOut()::println);
        }
        return report.exitCode();
    }

    /** Says where it looked. That NATS cannot be reached is a finding: the cluster may tell why. */
    private String servers(ClusterView view, List<Section> sections) throws RefusedException, InterruptedException {
        NatsConnections connections = new NatsConnections(nats);
        Connection connection;
        try {
            connection = connections.connect();
        } catch (RefusedException e) {
            Finding away = new Finding(
                    Severity.ERROR,
                    e.getMessage().replaceFirst("\\.$", ""),
                    "Everything goes through NATS; nothing else of it could be looked at.",
                    "cluster-logs nats   # elsewhere, look at the log of nats-server");
            sections.add(new Section("server", List.of(away), List.of("all of NATS")));
            return "no NATS server";
        }
        try {
            NatsView seen = new NatsView(connection, nats.timeout(), connections::complaints);
            List<Check> checks = List.of(
                    new ServerCheck(seen),
                    new RightsCheck(seen),
                    new DriftCheck(seen, declarations(view)),
                    new ClockCheck(seen, InstantSource.system()),
                    new StorageCheck(seen),
                    new QueueCheck(seen),
                    new ServersCheck(() -> system.connect(nats)));
            for (Check check : checks) {
                sections.add(check.examine());
            }
            ServerInfo server = connection.getServerInfo();
            return "NATS " + server.getVersion() + " at " + ServerAddress.shown(connection.getConnectedUrl()) + " ("
                    + server.getServerName() + ")";
        } finally {
            connection.close();
        }
    }

    private Declarations declarations(ClusterView view) throws RefusedException {
        if (!declared.isEmpty() || view == null) {
            return Declarations.ofFiles(declared);
        }
        try {
            Map<String, String> documents = new LinkedHashMap<>();
            for (Resource resource : view.declared()) {
                documents.put(resource.kind() + "/" + resource.name(), resource.json());
            }
            return Declarations.ofCluster(documents, view.namespace());
        } catch (RefusedException e) {
            // A laptop's kubeconfig may be of any cluster; the section of the cluster tells of this one.
            return cluster.isAskedFor() ? new Declarations.Nowhere(e.getMessage()) : Declarations.ofFiles(declared);
        }
    }
}
