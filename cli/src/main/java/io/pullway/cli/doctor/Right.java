package io.pullway.cli.doctor;

import io.nats.client.impl.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Something that people need to be allowed for the commands of {@code pullway}, and a way to try it without effect.
 *
 * @param subject that is published to, or subscribed to
 * @param payload refused by whoever takes it
 * @param neededFor the commands that fail without it
 */
record Right(Kind kind, String subject, String payload, String neededFor) {
    enum Kind {
        PUBLISH,
        SUBSCRIBE
    }

    /** No stream has this name, and so none stores what expects it (error 10060). */
    private static final String NO_STREAM = "pullway-doctor";

    /** Those of the operator in k8s/charts/nats.yaml, as far as a command needs them. */
    static final List<Right> ALL = List.of(
            api("INFO", "", "doctor"),
            api("STREAM.LIST", "", "status, doctor, explain"),
            api("STREAM.INFO.DEAD_LETTERS", "", "apply, dead-letters, doctor"),
            api("CONSUMER.LIST.DEAD_LETTERS", "", "status, doctor, explain"),
            api("CONSUMER.INFO.DEAD_LETTERS." + NO_STREAM, "", "apply, doctor"),
            // Without saying which message, these are bad requests.
            api("STREAM.MSG.GET.DEAD_LETTERS", "", "dead-letters, explain"),
            api("STREAM.MSG.DELETE.DEAD_LETTERS", "", "dead-letters delete, redrive"),
            // A configuration without a name is refused.
            api("STREAM.CREATE." + NO_STREAM, "{}", "apply"),
            api("STREAM.UPDATE." + NO_STREAM, "{}", "apply"),
            api("CONSUMER.CREATE." + NO_STREAM + "." + NO_STREAM, "{}", "apply"),
            publish("http.-.doctor"),
            publish("keyed.-.doctor"),
            publish("later.-.doctor"),
            publish("event.-.doctor.doctor"),
            new Right(Kind.SUBSCRIBE, "presence.>", "", "status, doctor, explain"),
            new Right(Kind.SUBSCRIBE, "reply.proxy.pullway-doctor.>", "", "dead-letters redrive"));

    private static Right api(String operation, String payload, String neededFor) {
        return new Right(Kind.PUBLISH, "$JS.API." + operation, payload, neededFor);
    }

    private static Right publish(String subject) {
        return new Right(Kind.PUBLISH, subject, "", "dead-letters redrive");
    }

    boolean isToPublish() {
        return kind == Kind.PUBLISH;
    }

    Headers headers() {
        return new Headers().add("Nats-Expected-Stream", NO_STREAM);
    }

    byte[] body() {
        return payload.getBytes(StandardCharsets.UTF_8);
    }
}
