package io.pullway.proxy.identity;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Where public keys are read: at {@code https}, at {@code http} on this machine only, or in a file. */
final class JwksLocation {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** What is larger is no set of keys. */
    private static final int MAX_BYTES = 1 << 20;

    private final URI uri;
    private final HttpClient client;

    private JwksLocation(URI uri) {
        this.uri = uri;
        this.client = isFile()
                ? null
                : HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
    }

    /** @throws IllegalArgumentException with one sentence if it is no such place */
    static JwksLocation of(String text) {
        try {
            // A path is often written as it is.
            URI uri = new URI(text.startsWith("file:") ? text.replace(" ", "%20") : text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme();
            boolean allowed = switch (scheme) {
                case "https" -> uri.getHost() != null;
                case "http" -> uri.getHost() != null && isThisMachine(uri.getHost());
                case "file" -> uri.getPath() != null && uri.getAuthority() == null && isPath(uri);
                default -> false;
            };
            if (allowed) {
                return new JwksLocation(uri);
            }
        } catch (URISyntaxException e) {
            // Said below.
        }
        throw new IllegalArgumentException("pullway.identity.jwks is '" + text
                + "'; allowed: an https URL, an http URL of this machine such as http://127.0.0.1:8085/jwks, or"
                + " file: and an absolute path, in which #, ? and % are written %23, %3F and %25");
    }

    /** So long after an attempt to read, no other is made because of a key that is not known. */
    Duration betweenReads() {
        return isFile() ? Duration.ZERO : Duration.ofSeconds(5);
    }

    /** Blocks for {@link #LIMIT} at most, also when an answer begins and does not end. */
    String read() throws IOException, InterruptedException {
        return new String(isFile() ? file() : get(), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    private byte[] file() throws IOException {
        Path path = Path.of(uri);
        if (Files.size(path) > MAX_BYTES) {
            throw new IOException("it has more than " + MAX_BYTES + " bytes");
        }
        return Files.readAllBytes(path);
    }

    private byte[] get() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("accept", "application/jwk-set+json, application/json")
                .build();
        // The limit of the request itself would end when the head of the answer has come.
        CompletableFuture<HttpResponse<byte[]>> exchange = client.sendAsync(
                request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BYTES));
        try {
            HttpResponse<byte[]> answer = exchange.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException("it answered " + answer.statusCode());
            }
            return answer.body();
        } catch (TimeoutException e) {
            throw new IOException("it did not answer within " + LIMIT.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().toString(), e);
        } finally {
            exchange.cancel(true);
        }
    }

    private static boolean isPath(URI uri) {
        try {
            return Path.of(uri).isAbsolute();
        } catch (IllegalArgumentException e) {
            // It has a query or a fragment.
            return false;
        }
    }

    private boolean isFile() {
        return uri.getScheme().equals("file");
    }

    private static boolean isThisMachine(String host) {
        String address = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        try {
            return host.equals("localhost")
                    || bytes != null && InetAddress.getByAddress(bytes).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
