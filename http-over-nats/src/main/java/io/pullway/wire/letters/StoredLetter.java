package io.pullway.wire.letters;

import io.pullway.wire.DeadLetter;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.Subjects;
import java.time.Instant;
import java.util.Optional;

/**
 * A dead letter as the stream keeps it.
 *
 * @param sequence in the stream of dead letters
 * @param buried when
 */
public record StoredLetter(long sequence, Instant buried, DeadLetter letter) {
    public String id() {
        return letter.id().text();
    }

    /** Whether it is an event that a consumer failed on. */
    public boolean isEvent() {
        return Subjects.isEvent(letter.origin().subject());
    }

    /** The request in it; empty if it is none. */
    public Optional<HttpRequestMessage> request() {
        try {
            return Optional.of(HttpRequestMessage.decode(letter.payload()));
        } catch (MalformedMessageException e) {
            return Optional.empty();
        }
    }
}
