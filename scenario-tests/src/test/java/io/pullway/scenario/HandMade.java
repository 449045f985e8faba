package io.pullway.scenario;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request message of the wire contract, version 1, written by hand as a client in another language would
 * write it, and changed in place to what no proxy would write.
 */
final class HandMade {
    /** A UUIDv7 that no proxy made. */
    static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

    static final String REPLY_TO = "reply.proxy.elsewhere.echo." + ID;

    private String startLine = "GET /echo/hand-made HTTP/1.1";
    private String body = "";
    private final Map<String, String> fields = new LinkedHashMap<>();

    HandMade() {
        fields.put("pullway-version", "1");
        fields.put("pullway-request-id", ID);
        fields.put("pullway-reply-to", REPLY_TO);
        fields.put("pullway-budget-ms", "5000");
        fields.put("host", "shop.example");
    }

    /** The subject that belongs to it while its start line is the one it began with. */
    static String subject() {
        return "http.echo.get.hand-made";
    }

    HandMade startLine(String line) {
        startLine = line;
        return this;
    }

    /** A field, in place of one of the same name. */
    HandMade field(String name, String value) {
        fields.put(name, value);
        return this;
    }

    HandMade without(String name) {
        fields.remove(name);
        return this;
    }

    HandMade body(String text) {
        body = text;
        return this;
    }

    /** The payload, as ISO-8859-1 text. */
    String payload() {
        StringBuilder payload = new StringBuilder(startLine).append("\r\n");
        fields.forEach(
                (name, value) -> payload.append(name).append(": ").append(value).append("\r\n"));
        return payload.append("\r\n").append(body).toString();
    }
}
