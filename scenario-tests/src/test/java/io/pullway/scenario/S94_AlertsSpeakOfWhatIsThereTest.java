package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts and the dashboard of {@code k8s/components/monitoring}: their figures exist, and each alert has a page. */
final class S94_AlertsSpeakOfWhatIsThereTest {
    private static final Path MONITORING = Checkout.root().resolve("k8s/components/monitoring");
    private static final Pattern FIGURE = Pattern.compile("pullway_[a-z_]+");

    @Test
    void everyFigureIsTold() throws IOException {
        List<String> told;
        try (Platform platform = Platform.of("S94").echoes(0).ratings(1).start()) {
            assertThat(RawRequest.get("/api/users").sendTo(platform.proxy(1)).status())
                    .isEqualTo(200);
            told = Stream.of(platform.proxy(1), platform.rating(1))
                    .flatMap(program -> FIGURE.matcher(Gauges.metrics(program)).results())
                    .map(MatchResult::group)
                    .distinct()
                    .toList();
        }
        List<String> wanted = new ArrayList<>();
        for (JsonNode alert : alerts()) {
            FIGURE.matcher(alert.get("expr").asText()).results().forEach(match -> wanted.add(match.group()));
        }
        JsonNode dashboard =
                new YAMLMapper().readTree(MONITORING.resolve("pullway.json").toFile());
        for (JsonNode target : dashboard.findValues("expr")) {
            FIGURE.matcher(target.asText()).results().forEach(match -> wanted.add(match.group()));
        }
        assertThat(wanted).hasSizeGreaterThan(10);
        assertThat(told).containsAll(wanted);
    }

    @Test
    void everyAlertHasAPageThatItNames() throws IOException {
        List<String> pages = Files.readAllLines(Checkout.root().resolve("docs/operations.md"));
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            String name = alert.get("alert").asText();
            assertThat(pages).contains("### " + name);
            assertThat(alert.at("/annotations/runbook").asText())
                    .isEqualTo("docs/operations.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(alert.at("/labels/severity").asText()).isIn("warning", "critical");
        });
    }

    private static List<JsonNode> alerts() throws IOException {
        List<JsonNode> alerts = new ArrayList<>();
        for (String file : List.of("alerts-requests.yaml", "alerts-platform.yaml")) {
            new YAMLMapper()
                    .readTree(MONITORING.resolve(file).toFile())
                    .at("/spec/groups/0/rules")
                    .forEach(alerts::add);
        }
        return alerts;
    }
}
