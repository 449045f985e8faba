package io.pullway.server;

import io.nats.client.Connection;
import io.pullway.wire.CoreConnection;

/**
 * The two connections of an instance to the same NATS server.
 *
 * @param control asks JetStream, tells presence, hears of what is slow
 * @param requests by which requests, answers and acknowledgements travel
 */
record Connections(Connection control, CoreConnection requests) {}
