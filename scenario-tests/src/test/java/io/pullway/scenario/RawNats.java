package io.pullway.scenario;

import io.pullway.fixtures.NatsServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A NATS client of bytes (the protocol of docs.nats.io, "Client Protocol"): it publishes headers that no
 * NATS library would. One connection, used by one thread.
 */
final class RawNats implements AutoCloseable {
    /** A header line that ends jnats' reader. */
    static final String UNREADABLE = "X-Poison: \u00ff\u00ff\r\n";

    private final Socket socket;
    private final InputStream in;

    private RawNats(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawNats connect(NatsServer server) {
        return connect(server, "");
    }

    /** As one of {@link NatsUsers}. */
    static RawNats as(String user, NatsServer server) {
        return connect(server, ",\"user\":\"" + user + "\",\"pass\":\"" + NatsUsers.PASSWORD + "\"");
    }

    private static RawNats connect(NatsServer server, String login) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(10_000);
            RawNats nats = new RawNats(socket);
            nats.send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true" + login + "}\r\n");
            nats.awaitPong();
            return nats;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Publishes with any header lines, and waits until the server has it.
     *
     * @param headers ISO-8859-1 text after {@code NATS/1.0}, each line with its end, without the empty line
     */
    void publish(String subject, String headers, String payload) {
        String block = "NATS/1.0\r\n" + headers + "\r\n";
        int total = block.length() + payload.length();
        try {
            send("HPUB " + subject + " " + block.length() + " " + total + "\r\n" + block + payload + "\r\n");
            awaitPong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server lets an empty message through. It answers in order: what it refuses, it has refused before the PONG. */
    boolean mayPublish(String subject) {
        return isAllowed("PUB " + subject + " 0\r\n\r\n");
    }

    /** Subscribes for a moment. */
    boolean maySubscribe(String subject) {
        return isAllowed("SUB " + subject + " 1\r\nUNSUB 1\r\n");
    }

    private boolean isAllowed(String command) {
        try {
            send(command + "PING\r\n");
            boolean allowed = true;
            for (String line = line(); !line.equals("PONG"); line = line()) {
                allowed &= !line.startsWith("-ERR");
            }
            return allowed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** @throws IOException when the server refused what was sent before */
    private void awaitPong() throws IOException {
        send("PING\r\n");
        for (String line = line(); !line.equals("PONG"); line = line()) {
            if (line.startsWith("-ERR")) {
                throw new IOException("NATS refused it: " + line);
            }
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("NATS closed the connection");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
