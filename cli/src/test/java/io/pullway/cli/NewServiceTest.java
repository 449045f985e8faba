package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** {@code pullway new service} in a copy of what it reads of this checkout. That the service runs is tried by S98. */
class NewServiceTest {
    private static final Path HERE = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> READ = List.of(
            "pom.xml",
            "echo-service/pom.xml",
            "k8s",
            "scripts/lib/operators.sh",
            "scenario-tests/pom.xml",
            "scenario-tests/src/test/java/io/pullway/architecture/ProductModule.java");

    @TempDir
    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        for (String part : READ) {
            try (Stream<Path> files = Files.walk(HERE.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = folder.resolve(HERE.relativize(file));
                    Files.createDirectories(to.getParent());
                    Files.copy(file, to);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"return-service", "int-service", "rating-service", "wire-service"})
    void aNameThatCannotBeAPackageIsRefused(String name) throws IOException {
        Map<String, String> before = contents();

        Run run = make(name);

        assertThat(run.exitCode()).isNotZero();
        assertThat(run.err()).contains("cannot be its resource: --resource says another");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aDryRunListsTheFilesAndWritesNone() throws IOException {
        Map<String, String> before = contents();

        Run run = make("orders-service", "--dry-run");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out().lines())
                .contains(
                        "would create orders-service/pom.xml",
                        "would create orders-service/src/main/java/io/pullway/orders/OrdersResource.java",
                        "would create k8s/base/streams/orders-service.yaml",
                        "would change k8s/charts/nats.yaml",
                        "would change pom.xml",
                        "would create scenario-tests/src/test/java/io/pullway/scenario/OrdersServiceTest.java");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void everythingOfAServiceIsMadeAndNothingTwice() throws IOException {
        Map<String, String> before = contents();

        assertThat(make("orders-service").exitCode()).isZero();
        Map<String, String> made = contents();
        Run again = make("orders-service");

        assertThat(again.exitCode()).isZero();
        assertThat(again.out().lines().limit(20))
                .allMatch(line -> line.startsWith("unchanged ") || line.isEmpty() || line.startsWith("Next: "));
        assertThat(contents()).isEqualTo(made);
        before.forEach((file, content) -> assertThat(made.get(file).lines().toList())
                .as("%s has all that it had", file)
                .containsAll(content.lines()
                        .filter(line -> !line.contains("NATS_APPLICATIONS="))
                        .toList()));
        assertThat(made.get("orders-service/src/main/resources/application.properties"))
                .isEqualTo("pullway.server.resources=orders\n");
        assertThat(made.get("scripts/lib/operators.sh")).contains(" echo-service orders-service nack\"");
        assertThat(made.get("pom.xml")).contains("<module>echo-service</module>\n    <module>orders-service</module>");
        assertThat(made.get("k8s/base/streams/orders-service.yaml"))
                .contains("- http.orders.>", "name: ANSWERS_orders-service", "- later.orders.>")
                .doesNotContain("echo");
        assertThat(made.get("k8s/azure/identities.tf")).contains("        \"pullway:orders-service\",\n");
        assertThat(made.get("k8s/components/key-vault/secrets.yaml")).contains("secretName: nats-orders-service");
        assertThat(made.entrySet())
                .filteredOn(file -> !before.containsKey(file.getKey()))
                .allSatisfy(file -> assertThat(file.getValue())
                        .as(file.getKey())
                        .doesNotContainPattern("\\b(echo|moderation)\\b|@[A-Z]+@"));
    }

    @Test
    void itsUserMayDoTheWorkOfAServiceAndNoMore() throws IOException {
        make("order-book", "--resource", "books");

        Map<String, Object> accounts =
                map(new Yaml().load(contents().get("k8s/charts/nats.yaml")), "config", "merge", "accounts");
        List<?> users = (List<?>) map(accounts, "PULLWAY").get("users");
        Map<String, Object> book = users.stream()
                .map(user -> map(user))
                .filter(user -> "order-book".equals(user.get("user")))
                .findFirst()
                .orElseThrow();
        assertThat(book.get("password")).isEqualTo("<< $ORDER_BOOK_PASSWORD >>");
        assertThat(String.valueOf(book.get("permissions")))
                .contains("reply.*.*.books.>", "$JS.API.CONSUMER.MSG.NEXT.order-book.*", "_INBOX_order-book.>")
                .contains("cancel.books.>")
                .doesNotContain("echo");
        Map<String, Object> proxy = map(users.getFirst());
        assertThat(String.valueOf(proxy.get("permissions"))).contains("$JS.API.STREAM.MSG.GET.ANSWERS_order-book,");
    }

    @Test
    void whatIsThereIsNeverOverwritten() throws IOException {
        Path mine = folder.resolve("orders-service/pom.xml");
        Files.createDirectories(mine.getParent());
        Files.writeString(mine, "mine");
        Map<String, String> before = contents();

        Run refused = make("orders-service");

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).isEqualTo("There already, and nothing was written: orders-service/pom.xml.\n");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void namesThatCannotBeAreRefused() throws IOException {
        for (String name : List.of("Orders", "1st", "a", "orders_service", "orders-", "o.o", "../orders")) {
            assertThat(make(name).err()).contains("\"" + name + "\" is no name of a service");
        }
        assertThat(make("class-service").err()).contains("\"class\" cannot be its resource: --resource says another");
        assertThat(make("people-service", "--resource", "users").err())
                .isEqualTo("/api/users belongs to rating-service already: --resource says another.\n");
        Path elsewhere = Files.createTempDirectory("elsewhere");
        assertThat(Run.of("new", "service", "orders-service", "--checkout", elsewhere.toString())
                        .err())
                .contains("is in no checkout of Pullway: go into one");
        assertThat(Run.of("new").exitCode()).isEqualTo(2);
        assertThat(Run.of("new", "service").exitCode()).isEqualTo(2);
    }

    private Run make(String... arguments) {
        return Run.of(Stream.concat(Stream.of("new", "service", "--checkout", folder.toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return contents;
    }

    @SuppressWarnings("unchecked") // what YAML makes of a map
    private static Map<String, Object> map(Object from, String... path) {
        Object at = from;
        for (String name : path) {
            at = ((Map<String, Object>) at).get(name);
        }
        return (Map<String, Object>) at;
    }
}
