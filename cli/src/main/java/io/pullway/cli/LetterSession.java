package io.pullway.cli;

import io.nats.client.Connection;
import io.pullway.cli.letters.LetterBox;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.RequestId;
import io.pullway.wire.letters.StoredLetter;
import java.util.List;

/** A connection for one run of a command, with the dead letters behind it. */
final class LetterSession implements AutoCloseable {
    private final Connection connection;
    private final LetterBox letters;

    private LetterSession(Connection connection, LetterBox letters) {
        this.connection = connection;
        this.letters = letters;
    }

    static LetterSession open(NatsOptions options) throws RefusedException {
        NatsConnections connections = new NatsConnections(options);
        Connection connection = connections.connect();
        return new LetterSession(connection, new LetterBox(connection, options.timeout(), connections::lastError));
    }

    LetterBox letters() {
        return letters;
    }

    /** @throws RefusedException when the text is no id, or there is no letter of it */
    List<StoredLetter> of(String id) throws RefusedException, InterruptedException {
        RequestId parsed = RequestId.parse(id);
        if (parsed == null) {
            throw new RefusedException(id + " is no id of a request: pullway dead-letters list shows them.");
        }
        List<StoredLetter> found = letters.of(parsed);
        if (found.isEmpty()) {
            throw new RefusedException("There is no dead letter " + id + ".");
        }
        return found;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
