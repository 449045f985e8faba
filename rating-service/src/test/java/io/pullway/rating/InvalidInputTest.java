package io.pullway.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** JSON that can be read and is wrong: 422, with one entry for each wrong field, in the order of the fields. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class InvalidInputTest {
    private static final String BAD_NAME =
            ": must have 1 to 100 characters, without control characters or unpaired surrogates";
    private static final String BAD_DESCRIPTION =
            ": must have at most 1000 characters, without control characters or unpaired surrogates";
    private static final String REQUIRED = ": is required";
    private static final String NO_STRING = ": must be a string";
    private static final String NOT_WHOLE = ": must be a whole number";
    private static final String BAD_SCORE = ": must be from 1 to 5";
    private static final String UNKNOWN = ": is not known";

    @ParameterizedTest
    @MethodSource
    void each_wrong_field_is_named_once(String path, String body, List<String> wrong) {
        assertThat(Api.post(path, body).wrongFields()).isEqualTo(wrong);
    }

    static Stream<Arguments> each_wrong_field_is_named_once() {
        return Stream.of(
                user("{}", "firstName" + REQUIRED, "lastName" + REQUIRED),
                user("{'firstName':null,'lastName':'b'}", "firstName" + REQUIRED),
                user("{'firstName':'','lastName':' \\t\\u00a0'}", "firstName" + BAD_NAME, "lastName" + BAD_NAME),
                user("{'firstName':'" + "x".repeat(101) + "','lastName':'b'}", "firstName" + BAD_NAME),
                user("{'firstName':'" + "🐘".repeat(101) + "','lastName':'b'}", "firstName" + BAD_NAME),
                user("{'firstName':'a\\u0000b','lastName':'b'}", "firstName" + BAD_NAME),
                user("{'firstName':'a','lastName':'a\\nb'}", "lastName" + BAD_NAME),
                user("{'firstName':'\\ud800','lastName':'\\udc00x'}", "firstName" + BAD_NAME, "lastName" + BAD_NAME),
                user("{'firstName':5,'lastName':true}", "firstName" + NO_STRING, "lastName" + NO_STRING),
                user("{'firstName':['a'],'lastName':{'a':'b'}}", "firstName" + NO_STRING, "lastName" + NO_STRING),
                user("{'firstName':'a','lastName':'b','id':7}", "id" + UNKNOWN),
                user(
                        "{'first_name':'a','lastName':5}",
                        "firstName" + REQUIRED,
                        "lastName" + NO_STRING,
                        "first_name" + UNKNOWN),
                user("[]", ": must be a JSON object"),
                user("null", ": must be a JSON object"),
                user("'a'", ": must be a JSON object"),
                service("{'description':'x'}", "name" + REQUIRED),
                service("{'name':7,'description':8}", "name" + NO_STRING, "description" + NO_STRING),
                service("{'name':'a','description':'" + "x".repeat(1001) + "'}", "description" + BAD_DESCRIPTION),
                service("{'name':'a','description':'\\u0000'}", "description" + BAD_DESCRIPTION),
                service("{'name':'a','description':'\\ud83d'}", "description" + BAD_DESCRIPTION),
                rating("{}", "userId" + REQUIRED, "serviceId" + REQUIRED, "score" + REQUIRED),
                rating("{'userId':1,'serviceId':1,'score':0}", "score" + BAD_SCORE),
                rating("{'userId':1,'serviceId':1,'score':6}", "score" + BAD_SCORE),
                rating("{'userId':1,'serviceId':1,'score':-1}", "score" + BAD_SCORE),
                rating("{'userId':1,'serviceId':1,'score':65537}", "score" + BAD_SCORE),
                rating("{'userId':1,'serviceId':1,'score':4.5}", "score" + NOT_WHOLE),
                rating("{'userId':1,'serviceId':1,'score':4,'comment':7}", "comment" + NO_STRING),
                rating(
                        "{'userId':1,'serviceId':1,'score':4,'comment':'" + "🐘".repeat(1001) + "'}",
                        "comment" + BAD_DESCRIPTION),
                rating(
                        "{'userId':'1','serviceId':true,'score':'5'}",
                        "userId" + NOT_WHOLE,
                        "serviceId" + NOT_WHOLE,
                        "score" + NOT_WHOLE),
                rating(
                        "{'userId':1e400,'serviceId':9223372036854775808,'score':9}",
                        "userId" + NOT_WHOLE,
                        "serviceId: is out of range",
                        "score" + BAD_SCORE));
    }

    @Test
    void a_whole_number_may_be_written_with_a_fraction_of_zero() {
        String body = "{\"userId\":%d.0,\"serviceId\":%d,\"score\":5e0}"
                .formatted(Api.id(Api.newUser()), Api.id(Api.newService()));

        assertThat(Api.get(Api.post("/ratings", body).createdPath())
                        .json()
                        .get("score")
                        .intValue())
                .isEqualTo(5);
    }

    @Test
    void a_thousand_unknown_fields_do_not_make_a_large_answer() {
        String unknown = IntStream.range(0, 1000)
                .mapToObj(i -> "'%s%d':0".formatted("x".repeat(1000), i))
                .collect(Collectors.joining(",", "{'firstName':'a',", "}"));

        var refused = Api.post("/users", json(unknown));

        assertThat(refused.wrongFields()).hasSize(21).startsWith("lastName" + REQUIRED);
        assertThat(refused.http().body()).hasSizeLessThan(4096);
    }

    @Test
    void invalid_input_has_a_problem_type_of_its_own() {
        assertThat(Api.post("/users", "{}").problem(422).get("type").textValue())
                .isEqualTo("urn:pullway:problem:invalid-input");
    }

    private static Arguments user(String body, String... wrong) {
        return arguments("/users", json(body), List.of(wrong));
    }

    private static Arguments service(String body, String... wrong) {
        return arguments("/services", json(body), List.of(wrong));
    }

    private static Arguments rating(String body, String... wrong) {
        return arguments("/ratings", json(body), List.of(wrong));
    }

    /** Legible in a table of Java. */
    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }
}
