package io.pullway.scenario;

import java.util.List;

/** Users of NATS for services, with the password {@code secret}, as lines of the configuration of its server. */
final class ServiceUser {
    private ServiceUser() {}

    /** A NATS user with the rights of a service (design, section 3), and to hear who serves what it calls. */
    static String allowed(String service, List<String> resources, String... called) {
        StringBuilder publish =
                new StringBuilder("\"$JS.ACK.%s.>\", \"$JS.API.CONSUMER.MSG.NEXT.%s.>\"".formatted(service, service));
        publish.append(", \"$JS.API.CONSUMER.INFO.%s.>\", \"$JS.API.STREAM.INFO.%s\"".formatted(service, service));
        publish.append(", \"$JS.API.STREAM.MSG.GET.ANSWERS_%s\"".formatted(service));
        StringBuilder subscribe = new StringBuilder("\"_INBOX_%s.>\", \"reply.%s.>\"".formatted(service, service));
        for (String own : resources) {
            publish.append(", \"reply.*.*.%s.>\", \"answer.%s.>\", \"dead.%s.>\", \"presence.%s.>\""
                    .formatted(own, own, own, own));
            subscribe.append(", \"cancel.%s.>\"".formatted(own));
        }
        for (String other : called) {
            publish.append(", \"http.%s.>\"".formatted(other));
            subscribe.append(", \"presence.%s.>\"".formatted(other));
        }
        return "{ user: %s, password: secret, permissions { publish: [%s], subscribe: [%s] } }"
                .formatted(service, publish, subscribe);
    }
}
