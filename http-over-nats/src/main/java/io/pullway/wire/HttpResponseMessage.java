package io.pullway.wire;

/**
 * An answer as it travels: an HTTP response (RFC 9112) with the platform's envelope in fields of its
 * own.
 *
 * @param envelope which request it answers, and who decided it
 * @param status 100 to 599
 * @param fields the application's fields: never one of the platform's
 * @param body to the end of the payload
 */
public record HttpResponseMessage(ResponseEnvelope envelope, int status, FieldLines fields, Body body) {
    /**
     * The payload of the NATS message.
     *
     * @throws MalformedMessageException if a part is not what HTTP allows there
     */
    public byte[] encode() throws MalformedMessageException {
        return start().fields(fields).finish(body);
    }

    /** The start line and the fields of the envelope; more of the platform's may follow. */
    MessageWriter start() throws MalformedMessageException {
        if (status < 100 || status > 599) {
            throw new MalformedMessageException("the status is not between 100 and 599");
        }
        MessageWriter writer = new MessageWriter(MessageWriter.expectedLength(16, fields, body));
        writer.literal("HTTP/1.1 ")
                .literal(Integer.toString(status))
                .literal(" ")
                .endLine();
        writer.ownField(OwnFields.REQUEST_ID, envelope.requestId().text());
        writer.ownField(OwnFields.SERVED_BY, envelope.servedBy());
        if (envelope.queueWaitMillis() >= 0) {
            writer.ownField(OwnFields.QUEUE_WAIT_MS, Long.toString(envelope.queueWaitMillis()));
        }
        if (envelope.outcome() != null) {
            writer.ownField(OwnFields.OUTCOME, envelope.outcome().token());
        }
        return writer;
    }

    /**
     * Reads the payload of a NATS message. The body is a view of {@code payload}, which is not copied.
     *
     * @throws MalformedMessageException if it is not a response message; nothing else is ever thrown
     */
    public static HttpResponseMessage decode(byte[] payload) throws MalformedMessageException {
        return decode(payload, new OwnFieldReader());
    }

    /** @param own gets all fields of the platform, also those that only a record has */
    static HttpResponseMessage decode(byte[] payload, OwnFieldReader own) throws MalformedMessageException {
        MessageReader reader = new MessageReader(payload);
        reader.literal("HTTP/1.1 ");
        int status = reader.status();
        reader.reasonPhrase();
        FieldLines fields = new FieldLines();
        while (reader.nextField()) {
            if (reader.name().startsWith(OwnFields.PREFIX)) {
                own.accept(reader.name(), reader.value());
            } else {
                fields.add(reader.name(), reader.value());
            }
        }
        return new HttpResponseMessage(own.response(), status, fields, reader.body());
    }
}
