package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.http.HttpDsl.http;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What people do with the rating API, as chains of requests. Rating is by keys: whatever becomes of an attempt, it is sent
 * again with the same key, and at the end it is looked up how often it was done.
 */
final class Visits {
    /** Users and services of the example data have the ids from 1 to this at least. */
    private static final int EXAMPLES = 20;

    private static final Pattern FIRST_ID = Pattern.compile("^\\{\"id\":(\\d+)");

    private final Calls calls;
    private final Duration think;
    private final String token;

    /** @param token for what changes something; null if nothing does */
    Visits(Calls calls, Duration think, String token) {
        this.calls = calls;
        this.think = think;
        this.token = token;
    }

    /** Somebody looks around: people, one of them, services, what is thought of one. */
    ChainBuilder browse() {
        return feed(examples())
                .exec(calls.get("list users", http("list users").get("/api/users?limit=20"), listOf("firstName")))
                .pause(think)
                .exec(calls.get("user", http("user").get("/api/users/#{example}"), this::isExample))
                .pause(think)
                .exec(calls.get("list services", http("list services").get("/api/services?limit=20"), listOf("name")))
                .pause(think)
                .exec(calls.get("statistics", http("statistics").get("/api/services/#{example}/statistics"), Calls.ANY))
                .exec(calls.get(
                        "ratings of a service",
                        http("ratings of a service").get("/api/ratings?serviceId=#{example}&limit=20"),
                        Calls.ANY));
    }

    /** Somebody new rates a service, and the same request comes a second time; it is looked up, unless neither was answered. */
    ChainBuilder rate() {
        return feed(examples())
                .exec(newUser())
                .pause(think)
                .exec(rating("rate"))
                .exec(session -> session.set("first", Calls.hasSucceeded(session) ? session.getString(Calls.BODY) : ""))
                .exec(calls.call("rate again", ratingRequest("rate again"), 201, Visits::isTheSame))
                .doIf(session -> !session.getString("first").isEmpty() || Calls.hasSucceeded(session))
                .then(lookUp());
    }

    private static boolean isTheSame(Session session, String body) {
        String first = session.getString("first");
        return first.isEmpty() ? idIn(body) > 0 : first.equals(body);
    }

    /** A user of one's own, in the attribute {@code user}. Who does not get one goes away. */
    ChainBuilder newUser() {
        return exec(calls.call(
                        "new user",
                        changing("new user", "/api/users", "user-#{unique}")
                                .body(StringBody("{\"firstName\":\"Load\",\"lastName\":\"#{unique}\"}")),
                        201,
                        (session, body) -> idIn(body) > 0))
                .exitHereIf(session -> !Calls.hasSucceeded(session))
                .exec(session -> session.set("user", idIn(session.getString(Calls.BODY))));
    }

    ChainBuilder rating(String kind) {
        return calls.call(kind, ratingRequest(kind), 201, (session, body) -> idIn(body) > 0);
    }

    /** The same, without patience, and not counted by Gatling. */
    ChainBuilder attempt(Duration patience) {
        return calls.call(
                "attempt", ratingRequest("attempt").requestTimeout(patience).silent(), 201, Calls.ANY);
    }

    private HttpRequestActionBuilder ratingRequest(String kind) {
        return changing(kind, "/api/ratings", "rating-#{unique}")
                .body(StringBody("{\"userId\":#{user},\"serviceId\":#{example},\"score\":5}"));
    }

    /** Whether the one rating of this user is there, once. */
    ChainBuilder lookUp() {
        return calls.get(
                "look it up", http("look it up").get("/api/ratings?userId=#{user}"), (session, body) -> ids(body) == 1);
    }

    /** How many entries a list has. */
    static int ids(String list) {
        return list.split("\"serviceId\":", -1).length - 1;
    }

    static Iterator<Map<String, Object>> examples() {
        return Stream.generate(() -> Map.<String, Object>of(
                        "example",
                        ThreadLocalRandom.current().nextInt(1, EXAMPLES + 1),
                        "unique",
                        UUID.randomUUID().toString()))
                .iterator();
    }

    private HttpRequestActionBuilder changing(String kind, String path, String key) {
        return http(kind)
                .post(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "\"" + key + "\"");
    }

    private boolean isExample(Session session, String body) {
        return idIn(body) == session.getInt("example");
    }

    private static Calls.Judge listOf(String field) {
        return (session, body) -> body.startsWith("[{") && body.contains("\"" + field + "\"");
    }

    private static long idIn(String body) {
        Matcher id = FIRST_ID.matcher(body);
        return id.find() ? Long.parseLong(id.group(1)) : 0;
    }
}
