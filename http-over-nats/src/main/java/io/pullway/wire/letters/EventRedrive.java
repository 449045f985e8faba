package io.pullway.wire.letters;

import io.pullway.wire.RequestId;
import io.pullway.wire.Subjects;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What the service that owns the event of a dead letter is asked for, so that it tells it again: {@code PUT
 * /<resource>/-/events/redrives/<id>}, an ordinary request. It names a place in that service's stream, and what has to
 * stand there. The event itself does not travel: nobody can have one told that the service did not tell before.
 *
 * @param resource of the event
 * @param id the same for the same letter, and the message id of what is told: asked for twice within the duplicate window
 *     of the stream, the event is told once
 * @param letter its id
 * @param digest of the event's octets
 */
public record EventRedrive(
        String resource, RequestId id, RequestId letter, String stream, long sequence, String digest) {
    /** Below a resource; the id follows. */
    public static final String PATH = "/-/events/redrives";

    // Parameters of the query.
    public static final String LETTER = "letter";
    public static final String STREAM = "stream";
    public static final String SEQUENCE = "sequence";
    public static final String DIGEST = "sha256";

    /** @throws LetterException if no service could tell what is in it */
    public static EventRedrive of(StoredLetter stored) throws LetterException {
        requireEvent(stored);
        String subject = stored.letter().origin().subject();
        String stream = stored.letter().origin().stream();
        String resource = Subjects.resource(subject);
        if (!Subjects.isEventStream(stream) || !Subjects.isName(stream) || !Subjects.isName(resource)) {
            throw LetterException.unsuitable(
                    stored, "comes from the stream " + stream + ", which is none of a service's events.");
        }
        return new EventRedrive(
                resource,
                idOf(stored),
                stored.letter().id(),
                stream,
                stored.letter().origin().sequence(),
                digest(stored.letter().payload()));
    }

    /** Where the service is asked, below the API root. */
    public String target() {
        return "/%s%s/%s?%s=%s&%s=%s&%s=%d&%s=%s"
                .formatted(resource, PATH, id, LETTER, letter, STREAM, stream, SEQUENCE, sequence, DIGEST, digest);
    }

    /** SHA-256 of an event's octets, in hexadecimal digits. */
    public static String digest(byte[] octets) {
        return HexFormat.of().formatHex(sha256(octets));
    }

    static void requireEvent(StoredLetter stored) throws LetterException {
        if (stored.letter().reason().startsWith("no-event")) {
            throw LetterException.unsuitable(stored, "is no event, so it cannot be told again.");
        }
        if (stored.letter().payload().length == 0) {
            throw LetterException.unsuitable(stored, "was too large to be kept, so it cannot be told again.");
        }
    }

    /** Another letter of the same id, later, is told again for itself. */
    private static RequestId idOf(StoredLetter stored) {
        String letter = "redrive " + stored.id() + " " + stored.sequence();
        return RequestId.ofDigest(sha256(letter.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
