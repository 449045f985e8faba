package io.pullway.wire;

import java.util.List;
import java.util.stream.Stream;

/** Pieces of messages, right and wrong, out of which decoders are fed. */
final class MessagePieces {
    private static final List<String> COMMON = List.of(
            "\r\n",
            "\r\n\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            "\0",
            ":",
            "x",
            "x:",
            "x: y\r\n",
            "X-Y:z \t\r\n",
            "x : y\r\n",
            " folded\r\n",
            "\u00e9: \u00ff\r\n",
            "x: \u00ff\r\n",
            "x: a\rb\r\n",
            "x: a\nb\r\n",
            "x: a\0b\r\n",
            ": y\r\n",
            "x y: z\r\n",
            "content-length: 9\r\n",
            "transfer-encoding: chunked\r\n",
            "pullway-unknown: 7\r\n",
            "Pullway-Unknown: 7\r\n",
            "HTTP/1.1 200 OK\r\n",
            "GET / HTTP/1.1\r\n");

    static final List<String> REQUEST = and(
            "pullway-version: 1\r\n",
            "pullway-version: 2\r\n",
            "pullway-version:1\r\npullway-request-id:"
                    + "0199a5e0-7c1f-7000-8000-00000000002a\r\npullway-budget-ms:1\r\npullway-claim:1\r\n\r\n",
            "PULLWAY-REQUEST-ID: 0199a5e0-7c1f-7000-8000-00000000002a\r\n",
            "pullway-request-id: 7\r\n",
            "pullway-reply-to: reply.proxy.p.users.x\r\n",
            "pullway-reply-to:\r\n",
            "pullway-budget-ms: 30000\r\n",
            "pullway-budget-ms: 0\r\n",
            "pullway-budget-ms: 3600001\r\n",
            "pullway-budget-ms: -1\r\n",
            "pullway-claim: 0\r\n",
            "pullway-claim: 999999999999999999\r\n",
            "pullway-claim: 9999999999999999999\r\n");

    static final List<String> RESPONSE = and(
            "pullway-request-id: 0199a5e0-7c1f-7000-8000-00000000002a\r\n",
            "pullway-request-id: 0199a5e0-7c1f-7000-8000-00000000002a\r\n\r\n",
            "pullway-request-id:\r\n",
            "pullway-served-by: a\r\n",
            "pullway-queue-wait-ms: 5\r\n",
            "pullway-queue-wait-ms: -1\r\n",
            "pullway-queue-wait-ms: 1000000000000000000\r\n",
            "pullway-outcome: not-started\r\n",
            "pullway-outcome: Not-Started\r\n",
            "pullway-outcome:\r\n");

    private MessagePieces() {}

    private static List<String> and(String... more) {
        return Stream.concat(COMMON.stream(), Stream.of(more)).toList();
    }
}
