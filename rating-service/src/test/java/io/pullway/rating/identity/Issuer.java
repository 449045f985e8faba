package io.pullway.rating.identity;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** An issuer's JWKS behind HTTP, on a loopback port of its own; its keys can be changed while it runs. */
public final class Issuer implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile List<SigningKey> keys;

    public Issuer(SigningKey... keys) {
        publish(keys);
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/jwks.json", exchange -> {
            asked.incrementAndGet();
            byte[] jwks = jwks(this.keys).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("content-type", "application/jwk-set+json");
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        server.start();
    }

    public void publish(SigningKey... published) {
        keys = List.of(published);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json";
    }

    /** How often the keys have been fetched. */
    public int asked() {
        return asked.get();
    }

    static String jwks(List<SigningKey> keys) {
        return keys.stream().map(SigningKey::jwk).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
