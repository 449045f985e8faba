package io.pullway.corenats;

import io.nats.client.Options;
import io.nats.client.support.NatsUri;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import javax.net.ssl.SSLEngine;

/**
 * Where to connect to and as whom: the server and the options of a connection of jnats, which makes TLS contexts, signatures and
 * the CONNECT line of both.
 *
 * @param options of jnats; they name the connection
 * @param server that jnats is connected to
 * @param address of it, unresolved where its name is not known
 */
record ServerLogin(Options options, NatsUri server, InetSocketAddress address) {
    /**
     * Looks up the server's name, which may block.
     *
     * @throws IllegalStateException if {@code url} is none
     */
    static ServerLogin of(Options options, String url, String name) {
        try {
            NatsUri server = new NatsUri(url);
            return new ServerLogin(
                    new Options.Builder(options).connectionName(name).build(),
                    server,
                    new InetSocketAddress(server.getHost(), server.getPort()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("not the URL of a NATS server: " + url, e);
        }
    }

    /** Null where the connection is not to be encrypted. As with jnats the certificate has to be signed by a trusted authority. */
    SSLEngine tls() {
        if (options.getSslContext() == null) {
            return null;
        }
        SSLEngine engine = options.getSslContext().createSSLEngine(server.getHost(), server.getPort());
        engine.setUseClientMode(true);
        return engine;
    }

    /** The JSON of CONNECT. */
    String connect(ServerSays says) {
        return options.buildProtocolConnectOptionsString(server.toString(), true, says.nonce())
                .toString();
    }
}
