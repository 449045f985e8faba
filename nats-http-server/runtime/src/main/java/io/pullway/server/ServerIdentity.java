package io.pullway.server;

import io.pullway.wire.Subjects;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Who this instance is, and how much it takes on: the configuration, checked.
 *
 * @param service name of the service, of its stream and of its consumer
 * @param instance name of this instance
 * @param resources that it answers
 * @param slots how many requests it works on at the same time
 */
record ServerIdentity(String service, String instance, List<String> resources, int slots) {
    private static final String POOL_URL = "jdbc.url";
    private static final String POOL_SIZE = "jdbc.max-size";

    /** Of Quarkus 3.32, where the size of a pool is not set. */
    private static final int DEFAULT_POOL_SIZE = 50;

    /** @throws ConfigurationException with one sentence that names the property, the value and what is allowed */
    static ServerIdentity of(ServerConfig config, Config all) {
        String service = config.service()
                .or(() -> all.getOptionalValue("quarkus.application.name", String.class))
                .orElse("");
        String instance = config.instance()
                .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                .orElse("local");
        List<String> resources = config.resources().orElse(List.of());
        requireName("pullway.server.service", service);
        requireName("pullway.server.instance", instance);
        if (resources.isEmpty()) {
            throw new ConfigurationException("pullway.server.resources is not set; set it to the first path segments"
                    + " that this application answers, as in users,ratings");
        }
        resources.forEach(resource -> requireName("pullway.server.resources", resource));
        requireRange("pullway.server.slots", config.slots(), 10_000);
        requireRange("pullway.server.max-deliveries", config.maxDeliveries(), 1_000);
        requireRange("pullway.server.later-max-deliveries", config.laterMaxDeliveries(), 1_000);
        return new ServerIdentity(service, instance, resources, slots(config, all));
    }

    /** Requests that wait for a thread or a database connection would queue inside the instance. */
    private static int slots(ServerConfig config, Config all) {
        int slots = all.getOptionalValue("quarkus.thread-pool.max-threads", Integer.class)
                .map(threads -> Math.min(threads, config.slots()))
                .orElse(config.slots());
        for (String name : all.getPropertyNames()) {
            if (name.startsWith("quarkus.datasource.") && name.endsWith(POOL_URL)) {
                String size = name.substring(0, name.length() - POOL_URL.length()) + POOL_SIZE;
                slots = Math.min(
                        slots, all.getOptionalValue(size, Integer.class).orElse(DEFAULT_POOL_SIZE));
            }
        }
        return Math.max(1, slots);
    }

    private static void requireName(String property, String value) {
        if (!Subjects.isName(value)) {
            throw new ConfigurationException(
                    property + " is '" + value + "'; allowed: 1 to 64 letters, digits, _ and -");
        }
    }

    private static void requireRange(String property, int value, int max) {
        if (value < 1 || value > max) {
            throw new ConfigurationException(property + " is " + value + "; allowed: 1 to " + max);
        }
    }
}
