package io.pullway.scenario;

import java.util.List;
import java.util.Map;

/** A platform whose rating service asks a moderation service; each may do in NATS what the design gives to services. */
final class Moderated {
    private Moderated() {}

    /**
     * One proxy, one moderation service that can be killed and started again, and one rating service.
     *
     * @param environment of all of them
     */
    static Platform start(String scenario, Map<String, String> environment) {
        PlatformSetup setup = Platform.of(scenario)
                .echoes(0)
                .moderations(1)
                .natsConfig("""
                accounts { A { jetstream: enabled, users: [
                  { user: platform, password: any }
                  %s
                  %s
                ] } }
                no_auth_user: platform
                """.formatted(
                        ServiceUser.allowed("rating-service", List.of("users", "services", "ratings"), "moderation"),
                        ServiceUser.allowed("moderation-service", List.of("moderation"))))
                .serviceEnvironment("PULLWAY_NATS_USER", "moderation-service")
                .serviceEnvironment("PULLWAY_NATS_PASSWORD", "secret");
        environment.forEach(
                (variable, value) -> setup.proxyEnvironment(variable, value).serviceEnvironment(variable, value));
        return setup.start();
    }

    /** Starts the rating service of such a platform. */
    static Program rating(Platform platform) {
        Program rating = platform.newRating(Map.of("PULLWAY_NATS_USER", "rating-service"));
        rating.start();
        rating.awaitReady();
        return rating;
    }
}
