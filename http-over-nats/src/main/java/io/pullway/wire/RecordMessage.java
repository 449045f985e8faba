package io.pullway.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A record as it is stored: an HTTP response with the platform's envelope, and what the record says of its
 * request, in fields of the platform.
 *
 * @param response the answer; of status 102 and without anything else while there is none
 */
public record RecordMessage(RecordEnvelope record, HttpResponseMessage response) {
    /** The status of a record without an answer (RFC 2518 section 10.1: the request is being worked on). */
    public static final int PENDING_STATUS = 102;

    private static final byte[] PENDING = ("HTTP/1.1 " + PENDING_STATUS + " ").getBytes(StandardCharsets.US_ASCII);

    public RecordMessage {
        String fault = fault(record.state(), response);
        if (fault != null) {
            throw new IllegalArgumentException(fault);
        }
    }

    /**
     * The payload of the NATS message.
     *
     * @throws MalformedMessageException if a part of the answer is not what HTTP allows there
     */
    public byte[] encode() throws MalformedMessageException {
        MessageWriter writer = response.start();
        writer.ownField(OwnFields.STATE, record.state().token());
        writeRequest(writer, record.request());
        if (record.claim() != 0) {
            writer.ownField(OwnFields.CLAIM, Long.toString(record.claim()));
        }
        if (record.nonce() != null) {
            writer.ownField(OwnFields.NONCE, record.nonce());
        }
        if (record.repeatable()) {
            writer.ownField(OwnFields.REPEATABLE, "1");
        }
        return writer.fields(response.fields()).finish(response.body());
    }

    /**
     * Reads the payload of a NATS message. The body is a view of {@code payload}, which is not copied.
     *
     * @throws MalformedMessageException if it is not a record; nothing else is ever thrown
     */
    public static RecordMessage decode(byte[] payload) throws MalformedMessageException {
        OwnFieldReader own = new OwnFieldReader();
        HttpResponseMessage response = HttpResponseMessage.decode(payload, own);
        RecordEnvelope record = own.record();
        String fault = fault(record.state(), response);
        if (fault != null) {
            throw new MalformedMessageException(fault);
        }
        return new RecordMessage(record, response);
    }

    /** Whether a record is one without an answer, as far as its first line tells: it may be none at all. */
    public static boolean isPending(byte[] payload) {
        return payload.length > PENDING.length && Arrays.equals(payload, 0, PENDING.length, PENDING, 0, PENDING.length);
    }

    static void writeRequest(MessageWriter writer, RecordEnvelope.Request request) throws MalformedMessageException {
        writer.ownField(OwnFields.KIND, request.kind().token());
        writer.ownField(OwnFields.FINGERPRINT, request.fingerprint());
        writer.ownField(OwnFields.PRINCIPAL, request.principal());
        writer.ownField(OwnFields.DEADLINE, Long.toString(request.deadlineMillis()));
    }

    private static String fault(RecordEnvelope.State state, HttpResponseMessage response) {
        if (state.isPending()) {
            boolean empty = response.status() == PENDING_STATUS
                    && response.fields().size() == 0
                    && response.body().isEmpty()
                    && response.envelope().outcome() == null;
            return empty ? null : "a record without an answer has the status 102 and nothing of an answer";
        }
        if (response.status() < 200 || response.status() > 599) {
            return "the answer of a record has a status between 200 and 599";
        }
        boolean decided = response.envelope().outcome() != null;
        return switch (state) {
            case ANSWER -> decided ? "the answer of an application has no outcome" : null;
            case OUTCOME -> decided ? null : "an outcome is missing in a record that is one";
            default -> null;
        };
    }
}
