package io.pullway.load.bare;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;

/** How the programs of this package begin and end: a measurement that was disturbed must not go on. */
final class BareProgram {
    private BareProgram() {}

    /** Connects once; when the connection is lost, the program ends. */
    static Connection connect(String server, String name) throws IOException, InterruptedException {
        return Nats.connect(Options.builder()
                .server(server)
                .connectionName(name)
                .noReconnect()
                // The watch over each write that a limit needs costs CPU; nobody cuts this connection.
                .socketWriteTimeout(null)
                .connectionListener((connection, event) -> {
                    if (event == ConnectionListener.Events.CLOSED) {
                        Runtime.getRuntime().halt(1);
                    }
                })
                .build());
    }

    /** Ends the program. @return never; for `throw`, so that the compiler knows */
    static IllegalStateException fatal(String sentence) {
        System.err.println(sentence);
        Runtime.getRuntime().halt(1);
        return new IllegalStateException(sentence);
    }

    /** Says that the program works, and keeps it until its standard input ends: it must not outlive who started it. */
    static void readyUntilInputEnds() throws IOException {
        System.out.println("ready");
        while (System.in.read() >= 0) {
            // Nothing is said to a worker.
        }
        Runtime.getRuntime().halt(0);
    }
}
