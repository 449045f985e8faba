package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api;
import io.pullway.rating.Api.Answer;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, asked for by everybody. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class WhoMayWhatTest {
    /** In the order of the columns. "Owner" and "other" are users; so is whoever presents the owner's API key. */
    private static final List<String> WHO =
            List.of("anonymous", "owner", "other", "moderator", "admin", "key", "other's key", "no role");

    /** {U}, {S}, {R}, {K}: user, service, rating and API key of the owner, made anew for each cell. {N}: a service without ratings.
     * 503: there is no NATS here. */
    private static final String TABLE = """
            operation                      | anonymous | owner | other | moderator | admin | key | other's key | no role
            GET    /users                  | 200       | 200   | 200   | 200       | 200   | 200 | 200         | 200
            POST   /users                  | 401       | 409   | 409   | 403       | 201   | 409 | 409         | 403
            GET    /users/{U}              | 200       | 200   | 200   | 200       | 200   | 200 | 200         | 200
            GET    /users/-/own            | 401       | 200   | 200   | 204       | 204   | 200 | 200         | 403
            PUT    /users/{U}              | 401       | 200   | 403   | 403       | 200   | 200 | 403         | 403
            PATCH  /users/{U}              | 401       | 200   | 403   | 403       | 200   | 200 | 403         | 403
            DELETE /users/{U}              | 401       | 204   | 403   | 403       | 204   | 204 | 403         | 403
            GET    /services               | 200       | 200   | 200   | 200       | 200   | 200 | 200         | 200
            POST   /services               | 401       | 403   | 403   | 403       | 201   | 403 | 403         | 403
            GET    /services/{S}           | 200       | 200   | 200   | 200       | 200   | 200 | 200         | 200
            GET    /services/{S}/statistics | 200      | 200   | 200   | 200       | 200   | 200 | 200         | 200
            POST   /services/-/averages/rebuild | 401  | 403   | 403   | 403       | 503   | 403 | 403         | 403
            PUT    /services/{S}           | 401       | 403   | 403   | 403       | 200   | 403 | 403         | 403
            PATCH  /services/{S}           | 401       | 403   | 403   | 403       | 200   | 403 | 403         | 403
            DELETE /services/{N}           | 401       | 403   | 403   | 403       | 204   | 403 | 403         | 403
            GET    /ratings                | 200       | 200   | 200   | 200       | 200   | 200 | 200         | 200
            POST   /ratings                | 401       | 201   | 403   | 403       | 201   | 201 | 403         | 403
            POST   /ratings/import         | 401       | 403   | 403   | 403       | 200   | 403 | 403         | 403
            GET    /ratings/{R}            | 200       | 200   | 200   | 200       | 200   | 200 | 200         | 200
            PUT    /ratings/{R}            | 401       | 200   | 403   | 403       | 200   | 200 | 403         | 403
            PATCH  /ratings/{R}            | 401       | 200   | 403   | 403       | 200   | 200 | 403         | 403
            DELETE /ratings/{R}            | 401       | 204   | 403   | 204       | 204   | 204 | 403         | 403
            GET    /users/{U}/api-keys     | 401       | 200   | 403   | 403       | 403   | 401 | 401         | 403
            POST   /users/{U}/api-keys     | 401       | 201   | 403   | 403       | 403   | 401 | 401         | 403
            GET    /users/{U}/api-keys/{K} | 401       | 200   | 403   | 403       | 403   | 401 | 401         | 403
            GET    /users/-/events          | 204       | 204   | 204   | 204       | 204   | 204 | 204         | 204
            GET    /services/-/events       | 204       | 204   | 204   | 204       | 204   | 204 | 204         | 204
            GET    /ratings/-/events        | 204       | 204   | 204   | 204       | 204   | 204 | 204         | 204
            DELETE /users/{U}/api-keys/{K} | 401       | 204   | 403   | 403       | 403   | 401 | 401         | 403
            """;

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void each_may_what_the_table_says(String operation, List<Integer> statuses) {
        for (int i = 0; i < WHO.size(); i++) {
            Cell cell = new Cell();
            Answer answer = cell.ask(operation, WHO.get(i));
            if (statuses.get(i) >= 400) {
                answer.problem(statuses.get(i));
            }
            assertThat(answer.status())
                    .as(WHO.get(i) + ": " + answer.http().body())
                    .isEqualTo(statuses.get(i));
            assertThat(answer.field("www-authenticate") != null).isEqualTo(answer.status() == 401);
            if (answer.status() == 401 || answer.status() == 403) {
                cell.assertUntouched();
            }
        }
    }

    static Stream<Arguments> rows() {
        return lines().map(row -> Arguments.arguments(
                row.getFirst(), row.stream().skip(1).map(Integer::valueOf).toList()));
    }

    @Inject
    BeanManager beans;

    @Test
    void no_operation_is_missing_in_the_table() {
        Set<String> tested = new TreeSet<>();
        lines().forEach(row -> tested.add(row.getFirst().replaceAll(" +", " ").replaceAll("\\{.}", "{}")));
        Set<String> offered = new TreeSet<>();
        resources().forEach(resource -> {
            for (Method method : resource.getDeclaredMethods()) {
                operations(resource, method).forEach(offered::add);
            }
        });
        assertThat(tested).isEqualTo(offered);
    }

    @Test
    void each_path_says_of_each_operation_that_it_is_allowed() {
        lines().forEach(row -> {
            String[] operation = row.getFirst().split(" +");
            Answer options = Api.send("OPTIONS", operation[1].replaceAll("\\{.}", "1"), null);
            assertThat(options.field("allow").split(", ")).as(row.getFirst()).contains(operation[0]);
        });
    }

    /** Whatever the application serves; interfaces are those of others, which it calls. */
    private Stream<Class<?>> resources() {
        return beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .<Class<?>>map(Bean::getBeanClass)
                .filter(type -> type.isAnnotationPresent(Path.class) && !type.isInterface());
    }

    private static Stream<String> operations(Class<?> resource, Method method) {
        Path below = method.getAnnotation(Path.class);
        String path = resource.getAnnotation(Path.class).value() + (below == null ? "" : "/" + below.value());
        String plain = "/" + path.replaceAll("\\{\\w+: *[^/]*}", "{}");
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(Objects::nonNull)
                .map(http -> http.value() + " " + plain);
    }

    private static Stream<List<String>> lines() {
        return TABLE.lines()
                .skip(1)
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toList());
    }

    /** What is there when somebody asks. */
    private static final class Cell {
        private final Person owner = Person.withProfile();
        private final Person other = Person.withProfile();
        private final String rated = Api.newService();
        private final String unrated = Api.newService();
        private final String rating = Api.post("/ratings", Api.rating(owner.profile(), Api.id(rated), 2))
                .createdPath();
        private final String key = owner.newApiKey();
        private final long keyId = Api.get(owner.path() + "/api-keys", "authorization", owner.bearer("user"))
                .json()
                .get(0)
                .get("id")
                .longValue();

        Answer ask(String operation, String who) {
            String[] parts = operation.split(" +");
            List<String> fields = new ArrayList<>(credentials(who));
            String body = body(parts[0], parts[1]);
            if (body != null) {
                fields.addAll(List.of(
                        "content-type",
                        parts[1].endsWith("/import")
                                ? "application/x-ndjson"
                                : parts[0].equals("PATCH") ? "application/merge-patch+json" : "application/json"));
            }
            return Api.anonymously(
                    parts[0],
                    filled(parts[1]),
                    body == null ? null : BodyPublishers.ofString(body),
                    fields.toArray(String[]::new));
        }

        private List<String> credentials(String who) {
            return switch (who) {
                case "anonymous" -> List.of();
                case "owner" -> List.of("authorization", owner.bearer("user"));
                case "other" -> List.of("authorization", other.bearer("user"));
                case "moderator" -> List.of("authorization", TestIssuer.bearer("moderator", "moderator"));
                case "admin" -> List.of("authorization", TestIssuer.bearer("admin", "admin"));
                case "key" -> List.of("x-api-key", key);
                case "other's key" -> List.of("x-api-key", other.newApiKey());
                case "no role" -> List.of("authorization", owner.bearer("visitor", "Admin", "user "));
                default -> throw new IllegalArgumentException(who);
            };
        }

        private String body(String method, String path) {
            if (method.equals("GET") || method.equals("DELETE")) {
                return null;
            }
            return switch (path) {
                case "/users", "/users/{U}" -> "{\"firstName\":\"Eve\",\"lastName\":\"Black\"}";
                case "/services", "/services/{S}" -> "{\"name\":\"Taken over\"}";
                case "/ratings", "/ratings/import" -> Api.rating(owner.profile(), Api.id(unrated), 5);
                case "/ratings/{R}" -> Api.rating(owner.profile(), Api.id(rated), 5);
                case "/services/-/averages/rebuild" -> null;
                case "/users/{U}/api-keys" -> "{\"name\":\"more\"}";
                default -> throw new IllegalArgumentException(path);
            };
        }

        private String filled(String path) {
            Matcher variable = Pattern.compile("\\{(.)}").matcher(path);
            return variable.replaceAll(found -> Long.toString(
                    switch (found.group(1)) {
                        case "U" -> owner.profile();
                        case "S" -> Api.id(rated);
                        case "N" -> Api.id(unrated);
                        case "R" -> Api.id(rating);
                        case "K" -> keyId;
                        default -> throw new IllegalArgumentException(path);
                    }));
        }

        void assertUntouched() {
            assertThat(Api.get(owner.path()).json().get("firstName").textValue())
                    .isEqualTo("Ada");
            assertThat(Api.get(rated).json().get("name").textValue()).isEqualTo("Difference engine");
            assertThat(Api.get(unrated).status()).isEqualTo(200);
            assertThat(Api.get(rating).json().get("score").intValue()).isEqualTo(2);
            assertThat(Api.get(owner.path() + "/api-keys", "authorization", owner.bearer("user"))
                            .json())
                    .hasSize(1);
        }
    }
}
