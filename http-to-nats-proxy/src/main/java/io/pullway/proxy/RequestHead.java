package io.pullway.proxy;

import io.pullway.wire.AsciiText;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** What the head of a request says of its size, its query and its body. */
final class RequestHead {
    private RequestHead() {}

    /** Of the header fields as HTTP/1.1 writes them. */
    static int bytes(HttpServerRequest request) {
        int bytes = 0;
        for (Map.Entry<String, String> header : request.headers()) {
            bytes += header.getKey().length() + header.getValue().length() + 4;
        }
        return bytes;
    }

    /** Of the query; null if it is not encoded as that of a form is. */
    static MultiMap parameters(HttpServerRequest request) {
        try {
            return request.params();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The value of {@code Content-Length}; -1 without one. */
    static long announcedLength(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        try {
            return length == null ? -1 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            // The HTTP parser has refused it already; what cannot be read announces nothing.
            return -1;
        }
    }

    /** RFC 9110 section 10.1.1. */
    static boolean expectsContinue(HttpServerRequest request) {
        String expect = request.getHeader("expect");
        return expect != null && AsciiText.lower(expect).equals("100-continue");
    }
}
