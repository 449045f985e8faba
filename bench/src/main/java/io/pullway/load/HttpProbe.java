package io.pullway.load;

import io.pullway.load.figures.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Sends the request that is measured once, on a connection of its own, with nothing that would have to warm up. */
final class HttpProbe {
    private static final int CONNECT_MILLIS = 1_000;
    private static final int ANSWER_MILLIS = 35_000;

    private final int port;
    private final Contender contender;

    HttpProbe(int port, Contender contender) {
        this.port = port;
        this.contender = contender;
    }

    /** @return whether it was answered as it has to be: 200, and the sample body or a list of 20 */
    boolean succeeds() {
        try {
            String answer = answer();
            return answer.startsWith("HTTP/1.1 200 ")
                    && (contender.isList()
                            ? answer.split("\"serviceId\"", -1).length == 1 + Contender.LIST_LENGTH
                            : answer.endsWith("\r\n\r\n" + Sample.JSON));
        } catch (IOException e) {
            return false;
        }
    }

    /** @throws IllegalStateException with the answer, if it is not as it has to be */
    void requireSuccess() {
        if (!succeeds()) {
            try {
                throw new IllegalStateException(contender.path() + " is not answered as it has to be:\n" + answer());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The whole answer, for a message that says what is wrong. */
    String answer() throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
            socket.setSoTimeout(ANSWER_MILLIS);
            String start = (contender.isList() ? "GET " : "POST ") + contender.path() + " HTTP/1.1\r\nHost: 127.0.0.1:"
                    + port + "\r\nConnection: close\r\n";
            String request = contender.isList()
                    ? start + "\r\n"
                    : start + "Content-Type: application/json\r\nContent-Length: " + Sample.JSON.length() + "\r\n\r\n"
                            + Sample.JSON;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
