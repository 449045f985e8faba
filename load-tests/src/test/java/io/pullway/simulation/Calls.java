package io.pullway.simulation;

import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import io.gatling.javaapi.http.HttpRequestActionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiPredicate;

/** Single requests, each recorded with what became of it. */
final class Calls {
    private static final String SENT = "sent";
    private static final String SENT_AT = "sentAt";
    private static final String STATUS = "status";

    /** The body of the last answer, for what follows; "" without an answer. */
    static final String BODY = "body";

    private final Outcomes outcomes;

    Calls(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    /** Who judges a body that came with the expected status. */
    interface Judge extends BiPredicate<Session, String> {}

    static final Judge ANY = (session, body) -> true;

    ChainBuilder get(String kind, HttpRequestActionBuilder request, Judge judge) {
        return call(kind, request, 200, judge);
    }

    /** What a body says of the work for it. */
    interface Timesheet {
        Exchange.Work of(String body);
    }

    ChainBuilder call(String kind, HttpRequestActionBuilder request, int expected, Judge judge) {
        return call(kind, request, new Expectation(expected, judge, body -> Exchange.Work.UNKNOWN));
    }

    /** What a request has to bring. */
    record Expectation(int status, Judge judge, Timesheet timesheet) {}

    ChainBuilder call(String kind, HttpRequestActionBuilder request, Expectation expected) {
        return exec(session -> session.set(STATUS, 0)
                        .set(BODY, "")
                        .set(SENT, System.nanoTime())
                        .set(SENT_AT, nowMicros()))
                .exec(request.check(
                        status().saveAs(STATUS),
                        bodyString().saveAs(BODY),
                        status().in(expected.status(), 429, 503),
                        bodyString()
                                .validate("the right answer", (body, session) -> rightBody(expected, body, session))))
                .exec(session -> {
                    add(kind, expected, session);
                    return session;
                });
    }

    /** Whether the last request was answered, and with success. */
    static boolean hasSucceeded(Session session) {
        return session.getInt(STATUS) / 100 == 2;
    }

    private static String rightBody(Expectation expected, String body, Session session) {
        if (session.getInt(STATUS) == expected.status() && !expected.judge().test(session, body)) {
            throw new IllegalArgumentException("wrong: " + body);
        }
        return body;
    }

    private void add(String kind, Expectation expected, Session session) {
        long micros = (System.nanoTime() - session.getLong(SENT)) / 1_000;
        int status = session.getInt(STATUS);
        String body = session.getString(BODY);
        boolean right = status == expected.status() && expected.judge().test(session, body);
        outcomes.add(new Exchange(
                session.getLong(SENT_AT),
                kind,
                Outcome.of(status, expected.status(), right),
                micros,
                right ? expected.timesheet().of(body) : Exchange.Work.UNKNOWN));
    }

    private static long nowMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    }
}
