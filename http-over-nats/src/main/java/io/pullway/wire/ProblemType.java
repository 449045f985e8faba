package io.pullway.wire;

/**
 * Why whoever asked gets no answer of a service. The one vocabulary of the platform's own answers: each
 * constant is a row of the outcome table in {@code docs/outcomes.md}.
 */
public enum ProblemType {
    BAD_REQUEST("bad-request", 400, "The request is not valid HTTP", ProxyError.REQUEST),
    BAD_TARGET("bad-target", 400, "The path cannot be forwarded", ProxyError.REQUEST),
    BAD_KEY("bad-key", 400, "The Idempotency-Key cannot be used", ProxyError.REQUEST),
    UNAUTHORIZED("unauthorized", 401, "The token is not good", ProxyError.DENIED),
    SESSION_ENDED("session-ended", 401, "The session is over", ProxyError.DENIED),
    CROSS_SITE("cross-site", 403, "The request comes from another site", ProxyError.DENIED),
    FORBIDDEN("forbidden", 403, "This is not for this user", ProxyError.DENIED),
    SIGN_IN_FAILED("sign-in-failed", 400, "The sign-in did not succeed", ProxyError.DENIED),
    NO_SUCH_REQUEST("no-such-request", 404, "There is no such request", ProxyError.NOT_FOUND),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "The method is not for this resource", ProxyError.REQUEST),
    NOT_REDRIVABLE("not-redrivable", 409, "The dead letter cannot be sent again", ProxyError.REQUEST),
    STILL_RUNNING("still-running", 409, "The request is still being worked on", ProxyError.TIMEOUT),
    KEY_REUSED("key-reused", 422, "The Idempotency-Key belongs to another request", ProxyError.REQUEST),
    NO_SUCH_RESOURCE("no-such-resource", 404, "No service has this resource", ProxyError.NOT_FOUND),
    BODY_TOO_LARGE("body-too-large", 413, "The body is larger than a message can be", ProxyError.REQUEST),
    TARGET_TOO_LONG("target-too-long", 414, "The target is too long", ProxyError.REQUEST),
    RATE_LIMITED("rate-limited", 429, "Too many requests", ProxyError.DENIED),
    HEADERS_TOO_LARGE("headers-too-large", 431, "The header fields are too large", ProxyError.REQUEST),
    METHOD_NOT_IMPLEMENTED("method-not-implemented", 501, "The method is not forwarded", ProxyError.REQUEST),

    NOT_ACCEPTED("not-accepted", 503, "The request was not accepted", ProxyError.UNAVAILABLE),
    NO_INSTANCE("no-instance", 503, "No instance of the service is there", ProxyError.UNAVAILABLE),
    OVERLOADED("overloaded", 503, "The platform has more work than it can do", ProxyError.LIMIT),

    NOT_STARTED("not-started", 504, "The request was never started", ProxyError.TIMEOUT),
    OUTCOME_UNKNOWN("outcome-unknown", 504, "The outcome of the request is unknown", ProxyError.TIMEOUT),

    GAVE_UP("gave-up", 500, "The request was tried too often", ProxyError.INTERNAL),
    UNSUPPORTED_VERSION("unsupported-version", 500, "The service does not speak this version", ProxyError.INTERNAL),
    ANSWER_TOO_LARGE("answer-too-large", 502, "The answer is larger than a message can be", ProxyError.TOO_LARGE),
    BAD_ANSWER("bad-answer", 502, "The service gave no valid answer", ProxyError.PROTOCOL);

    private static final String PREFIX = "urn:pullway:problem:";

    private final String token;
    private final int status;
    private final String title;
    private final String proxyError;

    ProblemType(String token, int status, String title, String proxyError) {
        this.token = token;
        this.status = status;
        this.title = title;
        this.proxyError = proxyError;
    }

    /** That of a target or method to which no service can be asked. */
    public static ProblemType of(RequestSubject.Reason reason) {
        return switch (reason) {
            case BAD_TARGET -> BAD_TARGET;
            case NO_RESOURCE -> NO_SUCH_RESOURCE;
            case TARGET_TOO_LONG -> TARGET_TOO_LONG;
            case METHOD_NOT_IMPLEMENTED -> METHOD_NOT_IMPLEMENTED;
        };
    }

    /** What a server decided in place of the application. */
    public static ProblemType of(ResponseEnvelope.Outcome outcome) {
        return switch (outcome) {
            case NOT_STARTED -> NOT_STARTED;
            case OUTCOME_UNKNOWN -> OUTCOME_UNKNOWN;
            case GAVE_UP -> GAVE_UP;
            case ANSWER_TOO_LARGE -> ANSWER_TOO_LARGE;
            case BAD_ANSWER -> BAD_ANSWER;
            case UNSUPPORTED_VERSION -> UNSUPPORTED_VERSION;
        };
    }

    /** One sentence for whoever asked: what became of the request. */
    public static String detail(ResponseEnvelope.Outcome decided) {
        return switch (decided) {
            case NOT_STARTED -> "No instance was free in time. It was not started and will not be.";
            case OUTCOME_UNKNOWN ->
                "It was started, and the instance that worked on it did not finish. It may have had an effect.";
            case GAVE_UP -> "Every instance that started it ended before it could answer.";
            case ANSWER_TOO_LARGE -> "It was carried out, but its answer does not fit into a message.";
            case BAD_ANSWER -> "It was carried out, but the application did not answer with valid HTTP.";
            case UNSUPPORTED_VERSION -> "The service and who asked are of different versions of the platform.";
        };
    }

    /** The last part of the type, also the value of the metric's label. */
    public String token() {
        return token;
    }

    /** The member {@code type} of RFC 9457. */
    public String uri() {
        return PREFIX + token;
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** The error of RFC 9209 section 2.3. */
    public String proxyError() {
        return proxyError;
    }

    private static final class ProxyError {
        static final String REQUEST = "http_request_error";
        static final String DENIED = "http_request_denied";
        static final String NOT_FOUND = "destination_not_found";
        static final String UNAVAILABLE = "destination_unavailable";
        static final String LIMIT = "connection_limit_reached";
        static final String TIMEOUT = "http_response_timeout";
        static final String INTERNAL = "proxy_internal_error";
        static final String TOO_LARGE = "http_response_body_size";
        static final String PROTOCOL = "http_protocol_error";
    }
}
