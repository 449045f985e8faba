package io.pullway.once;

import io.pullway.wire.RequestId;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.ConfigProvider;

/** One request that can be delivered any number of times. */
record Request(RequestId id, String pathAndQuery) {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    /** The header fields without those of the test; names in lower case. */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {
        String text() {
            return new String(body, java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    static Request to(String pathAndQuery) {
        return new Request(RequestId.next(), pathAndQuery);
    }

    HttpResponse<byte[]> deliver() {
        return delivering().join();
    }

    /** As JetStream delivers it for the second time. */
    HttpResponse<byte[]> deliverAgain() {
        return delivering(2).join();
    }

    CompletableFuture<HttpResponse<byte[]>> delivering() {
        return delivering(1);
    }

    private CompletableFuture<HttpResponse<byte[]>> delivering(int count) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port() + "/effects/" + pathAndQuery))
                .POST(HttpRequest.BodyPublishers.noBody());
        if (id != null) {
            request.header(Deliveries.ID, id.text()).header(Deliveries.COUNT, Integer.toString(count));
        }
        return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static int port() {
        return ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    }

    static Answer answer(HttpResponse<byte[]> response) {
        Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
        headers.keySet().removeIf(name -> name.startsWith("test-"));
        return new Answer(response.statusCode(), headers, response.body());
    }
}
