package io.pullway.scenario;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An HTTP/1.1 request of any bytes, changed in place. Names, values and targets are ISO-8859-1 text of the
 * bytes that are sent; nothing is checked, encoded or added but {@code Host} and {@code Content-Length}.
 */
final class RawRequest {
    private final String method;
    private final String target;
    private final List<String> lines = new ArrayList<>();
    private byte[] body;

    private RawRequest(String method, String target) {
        this.method = method;
        this.target = target;
        lines.add("Host: shop.example");
    }

    static RawRequest of(String method, String target) {
        return new RawRequest(method, target);
    }

    static RawRequest get(String target) {
        return of("GET", target);
    }

    static RawRequest post(String target, byte[] body) {
        return of("POST", target).body(body);
    }

    RawRequest field(String name, String value) {
        lines.add(name + ": " + value);
        return this;
    }

    /** A body, with its length as a field. */
    RawRequest body(byte[] bytes) {
        body = bytes;
        return field("Content-Length", Integer.toString(bytes.length));
    }

    /** A body in chunks (RFC 9112 section 7.1), each of at most {@code size} bytes. */
    RawRequest chunked(byte[] bytes, int size) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at += size) {
            byte[] chunk = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
            chunks.writeBytes((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.writeBytes(chunk);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        body = chunks.toByteArray();
        return field("Transfer-Encoding", "chunked");
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Start line, field lines and the empty line. */
    byte[] head() {
        String head = method + " " + target + " HTTP/1.1\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
        return head.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** All of it. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head());
        if (body != null) {
            all.writeBytes(body);
        }
        return all.toByteArray();
    }

    /** Sends it to a proxy, as a rule, over a connection of its own, and returns the final answer. */
    RawAnswer sendTo(Endpoint at) {
        try (RawHttp connection = RawHttp.connect(at)) {
            connection.send(bytes());
            return connection.readFinal(isHead());
        }
    }
}
