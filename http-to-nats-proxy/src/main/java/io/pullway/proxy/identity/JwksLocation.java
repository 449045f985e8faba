package io.pullway.proxy.identity;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.io.InputStream;
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
                case "file" -> uri.getPath() != null && uri.getAuthority() == null;
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
                + " file: and an absolute path");
    }

    /** So long after an attempt to read, no other is made because of a key that is not known. */
    Duration betweenReads() {
        return isFile() ? Duration.ZERO : Duration.ofSeconds(5);
    }

    /** Blocks for a few seconds at most. */
    String read() throws IOException, InterruptedException {
        try (InputStream content = isFile() ? Files.newInputStream(Path.of(uri)) : get()) {
            byte[] bytes = content.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return uri.toString();
    }

    private InputStream get() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(LIMIT)
                .header("accept", "application/jwk-set+json, application/json")
                .build();
        HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new IOException("it answered " + answer.statusCode());
        }
        return answer.body();
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
