package io.pullway.wire;

/** Collects the platform's own fields of one message; each may stand once, unknown ones are skipped. */
final class OwnFieldReader {
    private String version;
    private String requestId;
    private String replyTo;
    private String budgetMillis;
    private String attempt;
    private String claim;
    private String servedBy;
    private String queueWaitMillis;
    private String outcome;
    private final RecordFieldReader record = new RecordFieldReader();

    void accept(String name, String value) throws MalformedMessageException {
        switch (name) {
            case OwnFields.VERSION -> version = once(version, value);
            case OwnFields.REQUEST_ID -> requestId = once(requestId, value);
            case OwnFields.REPLY_TO -> replyTo = once(replyTo, value);
            case OwnFields.BUDGET_MS -> budgetMillis = once(budgetMillis, value);
            case OwnFields.ATTEMPT -> attempt = once(attempt, value);
            case OwnFields.CLAIM -> claim = once(claim, value);
            case OwnFields.SERVED_BY -> servedBy = once(servedBy, value);
            case OwnFields.QUEUE_WAIT_MS -> queueWaitMillis = once(queueWaitMillis, value);
            case OwnFields.OUTCOME -> outcome = once(outcome, value);
            // What is of no record either is a later minor addition: not ours to understand, nor the application's.
            default -> record.accept(name, value);
        }
    }

    RequestEnvelope request() throws MalformedMessageException {
        if (version == null) {
            throw new MalformedMessageException("the field pullway-version is missing");
        }
        RequestId id = RequestId.parse(requestId);
        if (!version.equals(HttpRequestMessage.VERSION)) {
            throw new UnsupportedVersionException(id, replyTo);
        }
        if (id == null) {
            throw new MalformedMessageException("the field pullway-request-id is missing or not a UUID");
        }
        long claimed = claim == null ? 0 : number(claim, Long.MAX_VALUE);
        if (replyTo == null && claimed == 0) {
            throw new MalformedMessageException("neither pullway-reply-to nor pullway-claim is there");
        }
        long budget = budgetMillis == null ? 0 : number(budgetMillis, RequestEnvelope.MAX_BUDGET_MILLIS);
        if (budget == 0) {
            throw new MalformedMessageException("the field pullway-budget-ms is missing or zero");
        }
        long attempts = attempt == null ? 1 : number(attempt, Long.MAX_VALUE);
        if (attempts == 0) {
            throw new MalformedMessageException("the field pullway-attempt is zero");
        }
        return new RequestEnvelope(
                id, replyTo, budget, claimed, claimed == 0 ? null : record.requestIfTold(), attempts);
    }

    ResponseEnvelope response() throws MalformedMessageException {
        RequestId id = RequestId.parse(requestId);
        if (id == null) {
            throw new MalformedMessageException("the field pullway-request-id is missing or not a UUID");
        }
        long wait = queueWaitMillis == null ? -1 : number(queueWaitMillis, Long.MAX_VALUE);
        return new ResponseEnvelope(
                id,
                servedBy == null ? "" : servedBy,
                wait,
                outcome == null ? null : ResponseEnvelope.Outcome.parse(outcome));
    }

    RecordEnvelope record() throws MalformedMessageException {
        return record.record(claim == null ? 0 : number(claim, Long.MAX_VALUE));
    }

    static String once(String before, String value) throws MalformedMessageException {
        if (before != null) {
            throw new MalformedMessageException("a field of the platform stands twice");
        }
        return value;
    }

    static long number(String text, long max) throws MalformedMessageException {
        long number = 0;
        if (text.isEmpty() || text.length() > 18) {
            throw new MalformedMessageException("a number of the platform is empty or too long");
        }
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedMessageException("a number of the platform holds something else");
            }
            number = number * 10 + digit;
        }
        if (number > max) {
            throw new MalformedMessageException("a number of the platform is too large");
        }
        return number;
    }
}
