package io.pullway.wire;

/**
 * A request as it travels: an HTTP request (RFC 9112, {@code application/http}) with the platform's
 * envelope in fields of its own.
 *
 * @param envelope what the platform needs to know; its fields stand before those of the application
 * @param method as in the start line, upper case for all methods that are forwarded
 * @param target origin form below the API root, byte for byte as the client sent it, query included
 * @param fields the application's fields: never one of the platform's
 * @param body to the end of the payload; its length is that of the message
 */
public record HttpRequestMessage(RequestEnvelope envelope, String method, String target, FieldLines fields, Body body) {
    /** The version of the contract that this code speaks. */
    public static final String VERSION = "1";

    /** The same message, of which nothing is stored yet, with what is left of its budget, in milliseconds. */
    public HttpRequestMessage within(long budgetMillis) {
        return new HttpRequestMessage(envelope.within(budgetMillis), method, target, fields, body);
    }

    /** The same request once more, with another budget, in milliseconds: it says that it may have been run before. */
    public HttpRequestMessage again(long budgetMillis) {
        return new HttpRequestMessage(envelope.again(budgetMillis), method, target, fields, body);
    }

    /**
     * The payload of the NATS message.
     *
     * @throws MalformedMessageException if a part holds an octet that HTTP does not allow there
     */
    public byte[] encode() throws MalformedMessageException {
        int startLine = method.length() + target.length() + 12;
        MessageWriter writer = new MessageWriter(MessageWriter.expectedLength(startLine, fields, body));
        writer.token(method).literal(" ").target(target).literal(" HTTP/1.1").endLine();
        writer.ownField(OwnFields.VERSION, VERSION);
        writer.ownField(OwnFields.REQUEST_ID, envelope.requestId().text());
        if (envelope.replyTo() != null) {
            writer.ownField(OwnFields.REPLY_TO, envelope.replyTo());
        }
        writer.ownField(OwnFields.BUDGET_MS, Long.toString(envelope.budgetMillis()));
        if (envelope.attempt() > 1) {
            writer.ownField(OwnFields.ATTEMPT, Long.toString(envelope.attempt()));
        }
        if (envelope.claim() != 0) {
            writer.ownField(OwnFields.CLAIM, Long.toString(envelope.claim()));
        }
        if (envelope.claimed() != null) {
            RecordMessage.writeRequest(writer, envelope.claimed());
        }
        return writer.fields(fields).finish(body);
    }

    /**
     * Reads the payload of a NATS message. The body is a view of {@code payload}, which is not copied.
     *
     * @throws UnsupportedVersionException if it is of another version of the contract
     * @throws MalformedMessageException if it is not a request message; nothing else is ever thrown
     */
    public static HttpRequestMessage decode(byte[] payload) throws MalformedMessageException {
        MessageReader reader = new MessageReader(payload);
        String method = reader.token(' ');
        String target = reader.target();
        reader.literal("HTTP/1.1");
        reader.endLine();
        OwnFieldReader own = new OwnFieldReader();
        FieldLines fields = new FieldLines();
        while (reader.nextField()) {
            if (reader.name().startsWith(OwnFields.PREFIX)) {
                own.accept(reader.name(), reader.value());
            } else {
                fields.add(reader.name(), reader.value());
            }
        }
        return new HttpRequestMessage(own.request(), method, target, fields, reader.body());
    }
}
