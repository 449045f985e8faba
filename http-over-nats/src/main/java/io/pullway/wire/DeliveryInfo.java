package io.pullway.wire;

/**
 * What JetStream says of one delivery, read from the subject that acknowledges it ({@code
 * $JS.ACK.<stream>.<consumer>.<deliveries>.<stream sequence>.<consumer sequence>.<time>.<pending>}, or
 * with domain and account hash in front of the stream; NATS ADR-15).
 *
 * @param deliveries 1 for the first
 * @param streamSequence of the message
 * @param storedNanos when the server stored it, nanoseconds since 1970 on the server's clock; the same at
 *     every delivery
 */
public record DeliveryInfo(long deliveries, long streamSequence, long storedNanos) {
    private static final String PREFIX = "$JS.ACK.";

    /** @throws MalformedMessageException if it is not such a subject */
    public static DeliveryInfo parse(String ackSubject) throws MalformedMessageException {
        if (ackSubject == null || !ackSubject.startsWith(PREFIX)) {
            throw new MalformedMessageException("the message was not delivered by JetStream");
        }
        int dots = 0;
        for (int i = 0; i < ackSubject.length(); i++) {
            dots += ackSubject.charAt(i) == '.' ? 1 : 0;
        }
        // Nine tokens, or eleven and more with domain and account.
        int skip = dots == 8 ? 4 : dots >= 10 ? 6 : -1;
        if (skip < 0) {
            throw new MalformedMessageException("the acknowledge subject has an unknown number of tokens");
        }
        Cursor cursor = new Cursor(ackSubject);
        for (int i = 0; i < skip; i++) {
            cursor.skip();
        }
        long deliveries = cursor.number();
        long streamSequence = cursor.number();
        cursor.skip();
        return new DeliveryInfo(deliveries, streamSequence, cursor.number());
    }

    /**
     * The stream that a message was delivered from.
     *
     * @param ackSubject one that {@link #parse} takes
     */
    public static String streamOf(String ackSubject) {
        String[] tokens = ackSubject.split("\\.");
        return tokens[tokens.length == 9 ? 2 : 4];
    }

    private static final class Cursor {
        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        void skip() {
            at = text.indexOf('.', at) + 1;
        }

        long number() throws MalformedMessageException {
            long number = 0;
            int start = at;
            for (; at < text.length() && text.charAt(at) != '.'; at++) {
                int digit = text.charAt(at) - '0';
                if (digit < 0 || digit > 9 || at - start > 18) {
                    throw new MalformedMessageException("the acknowledge subject holds no number where one belongs");
                }
                number = number * 10 + digit;
            }
            if (at == start) {
                throw new MalformedMessageException("the acknowledge subject has an empty token");
            }
            if (number < 0) {
                throw new MalformedMessageException("the acknowledge subject holds a number that is too large");
            }
            at++;
            return number;
        }
    }
}
