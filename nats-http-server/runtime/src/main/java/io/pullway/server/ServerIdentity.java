package io.pullway.server;

import io.pullway.wire.Subjects;
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

    /** @throws IllegalArgumentException with one sentence that names the property, the value and what is allowed */
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
            throw new IllegalArgumentException("pullway.server.resources is not set; set it to the first path segments"
                    + " that this application answers, as in users,ratings");
        }
        resources.forEach(resource -> requireName("pullway.server.resources", resource));
        requireRange("pullway.server.slots", config.slots(), 10_000);
        requireRange("pullway.server.max-deliveries", config.maxDeliveries(), 1_000);
        return new ServerIdentity(service, instance, resources, slots(config, all));
    }

    /** Requests that wait for a thread or a database connection would queue inside the instance. */
    private static int slots(ServerConfig config, Config all) {
        int slots = config.slots();
        for (String name : all.getPropertyNames()) {
            boolean pool = name.equals("quarkus.thread-pool.max-threads")
                    || name.startsWith("quarkus.datasource.") && name.endsWith("jdbc.max-size");
            if (pool) {
                slots = Math.min(
                        slots, all.getOptionalValue(name, Integer.class).orElse(slots));
            }
        }
        return Math.max(1, slots);
    }

    private static void requireName(String property, String value) {
        if (!Subjects.isName(value)) {
            throw new IllegalArgumentException(
                    property + " is '" + value + "'; allowed: 1 to 64 letters, digits, _ and -");
        }
    }

    private static void requireRange(String property, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(property + " is " + value + "; allowed: 1 to " + max);
        }
    }
}
