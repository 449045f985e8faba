package io.pullway.cli;

import io.nats.client.Connection;
import io.pullway.cli.letters.LetterStream;
import io.pullway.cli.letters.StoredLetter;
import io.pullway.cli.streams.RefusedException;
import io.pullway.wire.RequestId;
import java.util.List;

/** A connection for one run of a command, with the dead letters behind it. */
final class LetterSession implements AutoCloseable {
    private final Connection connection;
    private final LetterStream letters;

    private LetterSession(Connection connection, LetterStream letters) {
        this.connection = connection;
        this.letters = letters;
    }

    static LetterSession open(NatsOptions options) throws RefusedException {
        NatsConnections connections = new NatsConnections(options);
        Connection connection = connections.connect();
        return new LetterSession(connection, new LetterStream(connection, options.timeout(), connections::lastError));
    }

    Connection connection() {
        return connection;
    }

    LetterStream letters() {
        return letters;
    }

    /** @throws RefusedException when the text is no id, or there is no letter of it */
    List<StoredLetter> of(String id) throws RefusedException {
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
