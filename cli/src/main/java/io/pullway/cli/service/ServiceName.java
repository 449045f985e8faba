package io.pullway.cli.service;

import io.pullway.cli.streams.RefusedException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;

/**
 * What a service is called, and what follows from it.
 *
 * @param service of its module, stream, user and deployment, such as {@code orders-service}
 * @param resource the first segment of its paths, such as {@code orders}
 */
public record ServiceName(String service, String resource) {
    /** A label of DNS (RFC 1123), shorter than those, because pods and streams add to it. */
    private static final Pattern NAME = Pattern.compile("[a-z](?:[a-z0-9]|-(?=[a-z0-9])){1,39}");

    private static final String SUFFIX = "-service";

    /** Packages of others. */
    private static final List<String> TAKEN = List.of(
            "wire",
            "server",
            "once",
            "events",
            "proxy",
            "cli",
            "scenario",
            "fixtures",
            "load",
            "bench",
            "frontend",
            "rating",
            "simulation",
            "architecture");

    /**
     * @param resource null for the name of the service without {@code -service}
     * @throws RefusedException when one of them cannot be a name
     */
    public static ServiceName of(String service, String resource) throws RefusedException {
        if (!NAME.matcher(service).matches()) {
            throw new RefusedException(
                    "\"" + service + "\" is no name of a service: write 2 to 40 small letters, digits and"
                            + " hyphens, a letter first, such as orders-service.");
        }
        String owned = resource != null
                ? resource
                : service.endsWith(SUFFIX) ? service.substring(0, service.length() - SUFFIX.length()) : service;
        if (!NAME.matcher(owned).matches() || !isFree(owned.replace("-", ""))) {
            throw new RefusedException(
                    "\"" + owned + "\" cannot be its resource: --resource says another, such as orders.");
        }
        return new ServiceName(service, owned);
    }

    private static boolean isFree(String packageName) {
        return !TAKEN.contains(packageName) && !SourceVersion.isKeyword(packageName);
    }

    /** The last part of its Java package. */
    String packageName() {
        return resource.replace("-", "");
    }

    /** What the names of its classes begin with: {@code Orders}. */
    String className() {
        return camel(resource);
    }

    /** The class of its first test. */
    String testName() {
        return camel(service) + "Test";
    }

    /** As a constant: {@code ORDERS_SERVICE}. */
    static String constant(String name) {
        return name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private static String camel(String name) {
        return Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
    }

    /** A text that speaks of {@code pattern}, said of this service. */
    String instead(ServiceName pattern, String text) {
        String services = text.replace(pattern.service, service).replace(constant(pattern.service), constant(service));
        return services.replaceAll("\\b" + pattern.resource + "\\b", resource)
                .replaceAll("\\b" + constant(pattern.resource) + "\\b", constant(resource));
    }
}
