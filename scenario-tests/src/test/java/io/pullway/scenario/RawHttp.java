package io.pullway.scenario;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP client of bytes: it sends what it is given and tells what came, where a polite client would
 * refuse to send or would hide something. One connection, used by one thread at a time.
 */
final class RawHttp implements AutoCloseable {
    /** Longer than any proxy takes for any answer that these tests provoke. */
    private static final int READ_LIMIT_MILLIS = 40_000;

    private final Socket socket;
    private final InputStream in;

    private RawHttp(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    static RawHttp connect(Endpoint at) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), at.port());
            socket.setSoTimeout(READ_LIMIT_MILLIS);
            socket.setTcpNoDelay(true);
            return new RawHttp(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends ISO-8859-1 text. */
    RawHttp send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Reads one answer, an interim one ({@code 100 Continue}) too.
     *
     * @param toHead whether it answers a HEAD request, so that no body follows whatever its length says
     * @throws UncheckedIOException when the connection ends before, or nothing comes for 40 s
     */
    RawAnswer read(boolean toHead) {
        try {
            String statusLine = line();
            List<RawAnswer.Field> fields = new ArrayList<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                int colon = line.indexOf(':');
                fields.add(new RawAnswer.Field(
                        line.substring(0, colon), line.substring(colon + 1).strip()));
            }
            RawAnswer head = new RawAnswer(statusLine, fields, new byte[0]);
            boolean bodiless = toHead || head.status() < 200 || head.status() == 204 || head.status() == 304;
            return bodiless ? head : new RawAnswer(statusLine, fields, body(head));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads answers until one that is not interim. */
    RawAnswer readFinal(boolean toHead) {
        RawAnswer answer = read(toHead);
        while (answer.status() < 200) {
            answer = read(toHead);
        }
        return answer;
    }

    /** Whether the other side has ended it, as far as is known here; asked while no answer is due. */
    boolean isEnded() {
        try {
            socket.setSoTimeout(1);
            try {
                in.mark(1);
                boolean ended = in.read() < 0;
                in.reset();
                return ended;
            } finally {
                socket.setSoTimeout(READ_LIMIT_MILLIS);
            }
        } catch (SocketTimeoutException quiet) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** What still comes until the other side closes the connection. */
    byte[] readToEnd() {
        try {
            return in.readAllBytes();
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

    private byte[] body(RawAnswer head) throws IOException {
        Optional<String> coding = head.value("transfer-encoding");
        if (coding.isPresent()) {
            return chunks();
        }
        Optional<String> length = head.value("content-length");
        return length.isPresent() ? exactly(Integer.parseInt(length.get())) : in.readAllBytes();
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
            body.writeBytes(exactly(size));
            line();
        }
        line();
        return body.toByteArray();
    }

    private byte[] exactly(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("The connection ended after " + bytes.length + " of " + length + " bytes.");
        }
        return bytes;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("The connection ended within a line: " + line);
            }
            line.write(octet);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        if (!text.endsWith("\r")) {
            throw new IOException("A line does not end with CR LF: " + text);
        }
        return text.substring(0, text.length() - 1);
    }
}
