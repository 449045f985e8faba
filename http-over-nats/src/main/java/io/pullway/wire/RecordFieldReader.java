package io.pullway.wire;

/** Collects the fields that only a record has; each may stand once, unknown ones are skipped. */
final class RecordFieldReader {
    private String state;
    private String kind;
    private String fingerprint;
    private String principal;
    private String deadline;
    private String nonce;
    private String repeatable;

    void accept(String name, String value) throws MalformedMessageException {
        switch (name) {
            case OwnFields.STATE -> state = OwnFieldReader.once(state, value);
            case OwnFields.KIND -> kind = OwnFieldReader.once(kind, value);
            case OwnFields.FINGERPRINT -> fingerprint = OwnFieldReader.once(fingerprint, value);
            case OwnFields.PRINCIPAL -> principal = OwnFieldReader.once(principal, value);
            case OwnFields.DEADLINE -> deadline = OwnFieldReader.once(deadline, value);
            case OwnFields.NONCE -> nonce = OwnFieldReader.once(nonce, value);
            case OwnFields.REPEATABLE -> repeatable = OwnFieldReader.once(repeatable, value);
            default -> {
                // Of a later version of the contract.
            }
        }
    }

    /** @param claim from the field that requests have too, 0 if it is not there */
    RecordEnvelope record(long claim) throws MalformedMessageException {
        if (repeatable != null && !repeatable.equals("1")) {
            throw new MalformedMessageException("the field pullway-repeatable is not 1");
        }
        RecordEnvelope.State read = state();
        RecordEnvelope.Request request = request();
        String fault = RecordEnvelope.fault(read, claim, nonce, repeatable != null);
        if (fault != null) {
            throw new MalformedMessageException(fault);
        }
        return new RecordEnvelope(read, request, claim, nonce, repeatable != null);
    }

    /** What a request message says of its claim, null if nothing. */
    RecordEnvelope.Request requestIfTold() throws MalformedMessageException {
        boolean told = kind != null || fingerprint != null || principal != null || deadline != null;
        return told ? request() : null;
    }

    private RecordEnvelope.Request request() throws MalformedMessageException {
        long until = deadline == null ? -1 : OwnFieldReader.number(deadline, RequestEnvelope.MAX_NUMBER);
        RequestKind read = kind();
        String fault = RecordEnvelope.Request.fault(read, fingerprint, principal, until);
        if (fault != null) {
            throw new MalformedMessageException(fault);
        }
        return new RecordEnvelope.Request(read, fingerprint, principal, until);
    }

    private RecordEnvelope.State state() throws MalformedMessageException {
        for (RecordEnvelope.State one : RecordEnvelope.State.values()) {
            if (one.token().equals(state)) {
                return one;
            }
        }
        throw new MalformedMessageException("the field pullway-state is missing or unknown");
    }

    private RequestKind kind() throws MalformedMessageException {
        for (RequestKind one : RequestKind.values()) {
            if (one.token().equals(kind)) {
                return one;
            }
        }
        throw new MalformedMessageException("the field pullway-kind is missing or unknown");
    }
}
