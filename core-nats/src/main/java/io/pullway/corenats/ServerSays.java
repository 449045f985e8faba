package io.pullway.corenats;

import io.nats.client.support.JsonParseException;
import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.nats.client.support.JsonValueUtils;
import java.nio.charset.StandardCharsets;

/**
 * What is needed of a server's INFO (NATS client protocol).
 *
 * @param maxPayload the largest message that it takes, in bytes; 0 if it has not said it
 * @param nonce to be signed by who logs in with a key; null for none
 */
record ServerSays(int maxPayload, byte[] nonce) {
    static final ServerSays NOTHING = new ServerSays(0, null);

    /** @param before what it said earlier, and goes on to say where this one is silent or not readable */
    static ServerSays of(String json, ServerSays before) {
        try {
            JsonValue info = JsonParser.parse(json);
            String nonce = JsonValueUtils.readString(info, "nonce");
            return new ServerSays(
                    JsonValueUtils.readInteger(info, "max_payload", before.maxPayload),
                    nonce == null ? before.nonce : nonce.getBytes(StandardCharsets.US_ASCII));
        } catch (JsonParseException e) {
            return before;
        }
    }
}
