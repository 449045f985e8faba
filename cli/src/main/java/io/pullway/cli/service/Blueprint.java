package io.pullway.cli.service;

import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * All files of a new service, made after two that the checkout has: what every service needs after the echo service, what only
 * production needs after the moderation service. So a change of these is one of those that come later.
 */
public final class Blueprint {
    private static final ServiceName ECHO = new ServiceName("echo-service", "echo");
    private static final ServiceName MODERATION = new ServiceName("moderation-service", "moderation");
    private static final String SCENARIOS = "scenario-tests/src/test/java/io/pullway/";

    private final Checkout checkout;
    private final ServiceName name;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> created = new ArrayList<>();

    /** One change of a file that lists services. */
    private interface Listing {
        Twins in(Twins twins) throws RefusedException;
    }

    private Blueprint(Checkout checkout, ServiceName name) {
        this.checkout = checkout;
        this.name = name;
    }

    /**
     * What is to be done. Writes nothing.
     *
     * @throws RefusedException when something of that name is there already and is something else
     */
    public static List<Change> of(Checkout checkout, ServiceName name) throws RefusedException {
        Blueprint blueprint = new Blueprint(checkout, name);
        blueprint.refuseResourceOfAnother();
        blueprint.module();
        blueprint.manifests();
        blueprint.streamsAndRights();
        blueprint.images();
        blueprint.keyVault();
        blueprint.tests();
        blueprint.refuseToOverwrite();
        return List.copyOf(blueprint.changes);
    }

    private void module() throws RefusedException {
        String service = name.service();
        create(
                service + "/pom.xml",
                name.instead(ECHO, checkout.read("echo-service/pom.xml"))
                        .replace("Pullway: " + name.resource() + " service", "Pullway: " + service));
        create(service + "/src/main/resources/application.properties", template("application.properties"));
        create(
                service + "/src/main/java/io/pullway/" + name.packageName() + "/" + name.className() + "Resource.java",
                template("Resource.java"));
        change("pom.xml", ECHO, twins -> twins.of("<module>echo-service</module>"));
    }

    private void manifests() throws RefusedException {
        String folder = "k8s/base/" + name.service() + "/";
        String deployment = checkout.read("k8s/components/echo-service/deployment.yaml");
        create(
                folder + "deployment.yaml",
                "# What all workloads have in common (security, probes, spread, the time to end) is in"
                        + " ../../components/workloads.\n"
                        + name.instead(ECHO, deployment.substring(deployment.indexOf("apiVersion:")))
                                .replace("  namespace: pullway\n", "")
                                .replace("replicas: 1", "replicas: 2"));
        for (String file : List.of("disruption-budget.yaml", "kustomization.yaml")) {
            create(folder + file, name.instead(MODERATION, checkout.read("k8s/base/moderation-service/" + file)));
        }
        change("k8s/base/kustomization.yaml", MODERATION, twins -> twins.of("- moderation-service"));
    }

    private void streamsAndRights() throws RefusedException {
        create(
                "k8s/base/streams/" + name.service() + ".yaml",
                name.instead(ECHO, checkout.read("k8s/base/streams/echo-service.yaml")));
        change("k8s/base/streams/kustomization.yaml", ECHO, twins -> twins.of("- echo-service.yaml"));
        change(
                "k8s/charts/nats.yaml",
                ECHO,
                twins -> twins.of(
                                "ECHO_SERVICE_PASSWORD: {valueFrom: {secretKeyRef: {name: nats-users, key: echo-service}}}")
                        .of("- $JS.API.STREAM.MSG.GET.ANSWERS_echo-service")
                        .from(
                                "- user: echo-service",
                                line -> line.startsWith("          - user:") || line.startsWith("          #")));
        String operators = "scripts/lib/operators.sh";
        String listed = checkout.read(operators);
        String entry = " " + name.service();
        boolean there = listed.contains(entry + " ");
        add(operators, there ? listed : listed.replaceFirst("( echo-service)( [^\"\n]*\"\n)", "$1" + entry + "$2"));
    }

    private void images() throws RefusedException {
        change(
                "k8s/overlays/dev/kustomization.yaml",
                ECHO,
                twins -> twins.around("- name: pullway/echo-service", 0, 2));
        change(
                "k8s/overlays/prod/kustomization.yaml",
                MODERATION,
                twins -> twins.around("- name: pullway/moderation-service", 0, 2));
    }

    private void keyVault() throws RefusedException {
        String folder = "k8s/components/key-vault/";
        create(
                folder + name.service() + ".yaml",
                name.instead(MODERATION, checkout.read(folder + "moderation-service.yaml")));
        change(folder + "kustomization.yaml", MODERATION, twins -> twins.of("- path: moderation-service.yaml"));
        change(
                folder + "nats.yaml",
                ECHO,
                twins -> twins.around("objectName: nats-echo-service-password", 1, 1)
                        .around("- key: echo-service", 0, 1));
        change("k8s/azure/identities.tf", MODERATION, twins -> twins.of("\"pullway:moderation-service\","));
        String secrets = checkout.read(folder + "secrets.yaml");
        String own = name.instead(MODERATION, document(secrets, "  name: moderation-service\n"));
        add(folder + "secrets.yaml", secrets.contains(own) ? secrets : secrets + "---\n" + own);
    }

    private void tests() throws RefusedException {
        change("scenario-tests/pom.xml", ECHO, twins -> twins.around("<artifactId>echo-service</artifactId>", 2, 10));
        change(
                SCENARIOS + "architecture/ProductModule.java",
                ECHO,
                twins -> twins.below(
                        "ECHO(\"echo-service\", \"io.pullway.echo..\", SERVER),",
                        ServiceName.constant(name.resource()) + "(\"" + name.service() + "\", \"io.pullway."
                                + name.packageName() + "..\", SERVER),"));
        create(SCENARIOS + "scenario/" + name.testName() + ".java", template("Test.java"));
    }

    /** Two services of one resource would get each other's requests. */
    private void refuseResourceOfAnother() throws RefusedException {
        String subjects = "- http." + name.resource() + ".>";
        for (String file :
                checkout.read("k8s/base/streams/kustomization.yaml").lines().toList()) {
            String stream = file.strip().replaceFirst("^- ", "");
            if (stream.endsWith(".yaml")
                    && !stream.equals(name.service() + ".yaml")
                    && checkout.read("k8s/base/streams/" + stream).contains(subjects)) {
                throw new RefusedException("/api/" + name.resource() + " belongs to " + stream.replace(".yaml", "")
                        + " already: --resource says another.");
            }
        }
    }

    private void refuseToOverwrite() throws RefusedException {
        List<String> others = new ArrayList<>();
        for (Change change : changes) {
            if (created.contains(change.file()) && change.before() != null && change.isNeeded()) {
                others.add(change.file());
            }
        }
        if (!others.isEmpty()) {
            throw new RefusedException("There already, and nothing was written: " + String.join(", ", others) + ".");
        }
    }

    private void create(String file, String content) throws RefusedException {
        created.add(file);
        add(file, content);
    }

    private void change(String file, ServiceName pattern, Listing listing) throws RefusedException {
        add(
                file,
                listing.in(new Twins(file, checkout.read(file), pattern, name)).content());
    }

    private void add(String file, String content) throws RefusedException {
        changes.add(new Change(file, checkout.readIfThere(file), content));
    }

    /** The YAML document that has a line. */
    private static String document(String documents, String line) {
        for (String document : documents.split("(?m)^---\n")) {
            if (document.contains("\n" + line)) {
                return document;
            }
        }
        throw new IllegalStateException("no document has " + line);
    }

    private String template(String file) {
        try (InputStream in = Blueprint.class.getResourceAsStream(file + ".template")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@SERVICE@", name.service())
                    .replace("@RESOURCE@", name.resource())
                    .replace("@PACKAGE@", name.packageName())
                    .replace("@CLASS@", name.className())
                    .replace("@TEST@", name.testName());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
