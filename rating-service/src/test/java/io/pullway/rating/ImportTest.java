package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pullway.rating.Api.Answer;
import io.pullway.wire.RequestId;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ImportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long UNKNOWN = 9_000_000_000L;

    private final long user = Api.id(Api.newUser());
    private final long service = Api.id(Api.newService());

    @Test
    void each_line_is_a_rating_and_has_its_line_in_the_report() {
        long other = Api.id(Api.newService());

        Answer imported = imported(
                "{\"userId\":%d,\"serviceId\":%d,\"score\":5,\"comment\":\" Ünïcode ☔ \"}".formatted(user, service),
                Api.rating(user, other, 1));

        assertThat(imported.status()).isEqualTo(200);
        assertThat(imported.field("content-type")).startsWith("application/x-ndjson");
        List<JsonNode> report = report(imported);
        assertThat(statuses(report)).containsExactly(201, 201);
        JsonNode first = Api.get("/ratings/" + report.get(0).get("id")).json();
        assertThat(first.get("comment").textValue()).isEqualTo("Ünïcode ☔");
        assertThat(first.get("serviceId").longValue()).isEqualTo(service);
        JsonNode second = Api.get("/ratings/" + report.get(1).get("id")).json();
        assertThat(second.get("serviceId").longValue()).isEqualTo(other);
        assertThat(second.get("comment").isNull()).isTrue();
        Api.assertJustMade(second);
    }

    @Test
    void no_line_hinders_another() {
        Api.post("/ratings", Api.rating(user, service, 3)).createdPath();
        long other = Api.id(Api.newService());

        List<String> lines = imported(
                        Api.rating(user, service, 5),
                        "{\"userId\":",
                        Api.rating(UNKNOWN, UNKNOWN, 5),
                        "{\"score\":9,\"stars\":1}",
                        "[]",
                        Api.rating(user, other, 4),
                        Api.rating(user, other, 5),
                        "{} {}",
                        "{\"userId\":%d,\"serviceId\":%d,\"score\":6}".formatted(UNKNOWN, service))
                .http()
                .body()
                .lines()
                .toList();

        assertThat(lines.get(0)).isEqualTo("{\"line\":1,\"status\":409}");
        assertThat(lines.get(1))
                .isEqualTo("{\"line\":2,\"status\":400," + "\"detail\":\"The line is not valid JSON (column 11).\"}");
        assertThat(lines.get(2))
                .isEqualTo("{\"line\":3,\"status\":422,\"errors\":[{\"field\":\"userId\",\"detail\":\"no such user\"},"
                        + "{\"field\":\"serviceId\",\"detail\":\"no such service\"}]}");
        assertThat(lines.get(3))
                .isEqualTo("{\"line\":4,\"status\":422,\"errors\":[{\"field\":\"userId\",\"detail\":\"is required\"},"
                        + "{\"field\":\"serviceId\",\"detail\":\"is required\"},"
                        + "{\"field\":\"score\",\"detail\":\"must be from 1 to 5\"},"
                        + "{\"field\":\"stars\",\"detail\":\"is not known\"}]}");
        assertThat(lines.get(4)).contains("\"status\":422", "must be a JSON object");
        assertThat(lines.get(5)).startsWith("{\"line\":6,\"status\":201,\"id\":");
        assertThat(lines.get(6)).isEqualTo("{\"line\":7,\"status\":409}");
        assertThat(lines.get(7)).contains("\"status\":400");
        assertThat(lines.get(8)).contains("must be from 1 to 5");
        assertThat(lines).hasSize(9);
        assertThat(Api.get("/ratings?userId=%d&serviceId=%d".formatted(user, other))
                        .json()
                        .get(0)
                        .get("score")
                        .intValue())
                .isEqualTo(4);
    }

    @Test
    void empty_lines_are_counted_and_skipped_and_the_last_line_feed_may_be_missing() {
        Answer imported = sent("\r\n\n  \n" + Api.rating(user, service, 5) + "\r\n\n" + Api.rating(user, service, 5));

        assertThat(report(imported))
                .extracting(line -> line.get("line").intValue())
                .containsExactly(4, 6);
        assertThat(statuses(report(imported))).containsExactly(201, 409);
        assertThat(sent("").http().body()).isEmpty();
    }

    @Test
    void bytes_that_are_no_utf8_and_lines_that_are_too_long_are_refused_alone() {
        String latin1 =
                "{\"userId\":%d,\"serviceId\":%d,\"score\":5,\"comment\":\"J\u00f6rg\"}".formatted(user, service);
        byte[] body = (latin1 + "\n" + "x".repeat(16 * 1024 + 1) + "\n" + Api.rating(user, service, 4))
                .getBytes(StandardCharsets.ISO_8859_1);

        Answer imported = Api.send(
                "POST", "/ratings/import", BodyPublishers.ofByteArray(body), "content-type", "application/x-ndjson");

        assertThat(statuses(report(imported))).containsExactly(400, 400, 201);
        assertThat(imported.http().body()).contains("The line is longer than 16,384 bytes.");
    }

    @Test
    void the_longest_comment_fits_into_a_line_however_it_is_escaped() {
        String escaped = "\\ud83d\\udc18".repeat(1000);

        Answer imported = imported(
                "{\"userId\":%d,\"serviceId\":%d,\"score\":5,\"comment\":\"%s\"}".formatted(user, service, escaped));

        assertThat(statuses(report(imported))).containsExactly(201);
    }

    @Test
    void ten_thousand_lines_are_imported_and_one_more_is_too_many() {
        List<Long> users =
                IntStream.range(0, 100).mapToObj(i -> Api.id(Api.newUser())).toList();
        List<Long> services =
                IntStream.range(0, 100).mapToObj(i -> Api.id(Api.newService())).toList();
        List<String> lines = new ArrayList<>();
        users.forEach(by -> services.forEach(of -> lines.add(Api.rating(by, of, 3))));

        Answer tooMany = sent(String.join("\n", lines) + "\n" + lines.getFirst());
        assertThat(tooMany.problem(413).get("detail").textValue()).isEqualTo("There are more than 10,000 lines.");
        assertThat(Api.ids(Api.get("/ratings?userId=" + users.getFirst()))).isEmpty();

        Answer imported = imported(lines.toArray(String[]::new));
        assertThat(report(imported))
                .hasSize(10_000)
                .allMatch(line -> line.get("status").intValue() == 201);
        assertThat(Api.get("/services/%d/statistics".formatted(services.getLast()))
                        .json()
                        .get("count")
                        .intValue())
                .isEqualTo(100);
    }

    @Test
    void a_report_fits_into_a_message_however_much_is_wrong() {
        String wrong = IntStream.range(0, 20)
                .mapToObj(i -> "\"%s%d\":0".formatted("\\u0001".repeat(10), i))
                .collect(Collectors.joining(",", "{", "}"));

        Answer imported = imported(Collections.nCopies(10_000, wrong).toArray(String[]::new));

        assertThat(report(imported))
                .hasSize(10_000)
                .allMatch(line -> line.get("status").intValue() == 422);
        assertThat(imported.http().body().getBytes(StandardCharsets.UTF_8)).hasSizeLessThan((1024 - 64) * 1024);
        assertThat(report(imported).getFirst().get("errors")).hasSize(23);
        assertThat(report(imported).getLast().has("errors")).isFalse();
    }

    @Test
    void an_import_that_is_delivered_twice_is_done_once() {
        String id = RequestId.next().text();
        String line = Api.rating(user, service, 5);

        Answer first = sent(line, Deliveries.ID, id);
        Answer second = sent(line, Deliveries.ID, id);

        assertThat(statuses(report(first))).containsExactly(201);
        assertThat(second.http().body()).isEqualTo(first.http().body());
        assertThat(statuses(report(sent(line)))).containsExactly(409);
    }

    @Test
    void imports_of_the_same_pairs_at_once_store_each_pair_once() throws Exception {
        List<Long> users =
                IntStream.range(0, 20).mapToObj(i -> Api.id(Api.newUser())).toList();
        List<String> lines = new ArrayList<>();
        users.forEach(by -> lines.add(Api.rating(by, service, 3)));
        List<Callable<List<Integer>>> imports = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            List<String> shuffled = new ArrayList<>(lines);
            Collections.shuffle(shuffled);
            imports.add(() -> statuses(report(imported(shuffled.toArray(String[]::new)))));
        }
        // One of the users goes meanwhile, with what the imports have stored for it.
        imports.add(() -> List.of(Api.delete("/users/" + users.get(7)).status()));
        List<Integer> statuses = new ArrayList<>();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : clients.invokeAll(imports)) {
                statuses.addAll(result.get());
            }
        }

        assertThat(statuses).hasSize(16 * 20 + 1).containsOnly(201, 204, 409, 422);
        assertThat(Api.ids(Api.get("/ratings?serviceId=" + service))).hasSize(19);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "text/plain"})
    void what_is_no_ndjson_is_not_supported(String type) {
        Api.send("POST", "/ratings/import", BodyPublishers.ofString("{}"), "content-type", type)
                .problem(415);
        Api.send("POST", "/ratings/import", BodyPublishers.ofString("{}")).problem(415);
    }

    private static Answer imported(String... lines) {
        Answer answer = sent(String.join("\n", lines) + "\n");
        assertThat(answer.status()).as(answer.http().body()).isEqualTo(200);
        return answer;
    }

    private static Answer sent(String body, String... fields) {
        List<String> all = new ArrayList<>(List.of("content-type", "application/x-ndjson"));
        all.addAll(List.of(fields));
        return Api.send("POST", "/ratings/import", BodyPublishers.ofString(body), all.toArray(String[]::new));
    }

    private static List<JsonNode> report(Answer imported) {
        List<JsonNode> report = new ArrayList<>();
        for (String line : imported.http().body().lines().toList()) {
            try {
                report.add(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw new AssertionError("Not JSON: " + line, e);
            }
        }
        return report;
    }

    private static List<Integer> statuses(List<JsonNode> report) {
        return report.stream().map(line -> line.get("status").intValue()).toList();
    }
}
