package io.pullway.server.test;

import io.pullway.fixtures.NatsServer;

/**
 * The NATS server of a test. Quarkus loads a test class a second time, in the class loader of the
 * application: the server is started once, and its address handed over as a system property.
 */
final class TestNats {
    private static final String URL = "pullway.test.nats";

    private TestNats() {}

    static synchronized String url() {
        if (System.getProperty(URL) == null) {
            // Ended with this process by the fixture.
            System.setProperty(URL, NatsServer.started().url());
        }
        return System.getProperty(URL);
    }
}
