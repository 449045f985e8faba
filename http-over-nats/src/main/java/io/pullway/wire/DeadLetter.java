package io.pullway.wire;

import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A copy of a message that nobody could work on, kept in the stream {@code DEAD_LETTERS}: the payload as it
 * was, and in NATS headers what became of it.
 *
 * @param id of the request; of what is no request, one made from its place ({@link #idOf})
 * @param reason a token, such as {@code gave-up}; what is no request says why after a colon
 * @param origin where the message stood
 * @param payload as it was delivered
 */
public record DeadLetter(RequestId id, String reason, Origin origin, byte[] payload) {
    /** The stream that keeps them. */
    public static final String STREAM = "DEAD_LETTERS";

    private static final String REASON = "Pullway-Dead-Reason";
    private static final String SUBJECT = "Pullway-Dead-Subject";
    private static final String FROM_STREAM = "Pullway-Dead-Stream";
    private static final String SEQUENCE = "Pullway-Dead-Sequence";
    private static final String DELIVERIES = "Pullway-Dead-Deliveries";
    private static final String CUT = "Pullway-Dead-Cut";

    /** @param deliveries how often it was handed out */
    public record Origin(String subject, String stream, long sequence, long deliveries) {}

    /** The same for the same place: who buries it again makes no second letter. */
    public static RequestId idOf(Origin origin) {
        String place = origin.stream + " " + origin.sequence + " " + origin.subject;
        return RequestId.parse(
                UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString());
    }

    /** As {@link #idOf(Origin)}, for each of the consumers that an event has. */
    public static RequestId idOf(Origin origin, String consumer) {
        return idOf(new Origin(origin.subject + " " + consumer, origin.stream, origin.sequence, origin.deliveries));
    }

    /** The last token of the subject under which it is kept, and its name for people. */
    public String subject() {
        return Subjects.dead(Subjects.resource(origin.subject), id);
    }

    /**
     * The message to publish. Buried twice, it is kept once ({@code Nats-Msg-Id}). Its payload is left out,
     * and the header {@code Pullway-Dead-Cut} tells its length, where both together would be more than a
     * message may be.
     *
     * @param maxPayload the largest message that the NATS server takes, in bytes
     */
    public Message toMessage(int maxPayload) {
        Headers headers = new Headers()
                .add(NatsHeaders.MESSAGE_ID, id.text() + "." + origin.sequence)
                .add(REASON, legible(reason))
                .add(SUBJECT, legible(origin.subject))
                .add(FROM_STREAM, legible(origin.stream))
                .add(SEQUENCE, Long.toString(origin.sequence))
                .add(DELIVERIES, Long.toString(origin.deliveries));
        boolean fits = payload.length <= maxPayload - headers.serializedLength();
        if (!fits) {
            headers.add(CUT, Integer.toString(payload.length));
        }
        return NatsMessage.builder()
                .subject(subject())
                .headers(headers)
                .data(fits ? payload : new byte[0])
                .build();
    }

    /**
     * Reads one from the stream.
     *
     * @param headers may be null
     * @throws MalformedMessageException if it is none
     */
    public static DeadLetter of(String subject, Headers headers, byte[] payload) throws MalformedMessageException {
        RequestId id = RequestId.parse(Subjects.lastToken(subject));
        if (id == null || headers == null) {
            throw new MalformedMessageException("the message is no dead letter of the platform");
        }
        Origin origin = new Origin(
                text(headers, SUBJECT),
                text(headers, FROM_STREAM),
                number(headers, SEQUENCE),
                number(headers, DELIVERIES));
        return new DeadLetter(id, text(headers, REASON), origin, payload == null ? new byte[0] : payload);
    }

    private static String text(Headers headers, String name) throws MalformedMessageException {
        String value = headers.getFirst(name);
        if (value == null) {
            throw new MalformedMessageException("the header " + name + " is missing");
        }
        return value;
    }

    private static long number(Headers headers, String name) throws MalformedMessageException {
        try {
            return Long.parseLong(text(headers, name));
        } catch (NumberFormatException e) {
            throw new MalformedMessageException("the header " + name + " holds no number");
        }
    }

    /** Other bytes in a NATS header would end the connection of whoever reads it. */
    private static String legible(String text) {
        StringBuilder legible = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            legible.append(c >= ' ' && c <= '~' ? c : '?');
        }
        return legible.toString();
    }

    /** Never the payload: bodies and credentials are not logged. */
    @Override
    public String toString() {
        return "DeadLetter[" + id + " " + reason + " " + origin + "]";
    }
}
