package io.pullway.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What NetworkPolicies let through, by the rules of their reference (networking.k8s.io/v1): a pod that no policy selects for a
 * direction is open in it; otherwise one rule of one policy has to fit. Knows ports by number and blocks of addresses by
 * their being private or not.
 */
record Reachability(List<JsonNode> policies) {

    /** A pod, or with an empty namespace a host on the internet. */
    record Peer(String namespace, Map<String, String> labels) {
        static final Peer INTERNET = new Peer("", Map.of());

        static Peer pod(String namespace, Map<String, String> labels) {
            return new Peer(namespace, labels);
        }
    }

    boolean reaches(Peer from, Peer to, int port) {
        return isOpen(from, "Egress", "egress", "to", to, port) && isOpen(to, "Ingress", "ingress", "from", from, port);
    }

    private boolean isOpen(Peer of, String direction, String rules, String side, Peer other, int port) {
        List<JsonNode> selecting = policies.stream()
                .filter(policy ->
                        of.namespace().equals(policy.at("/metadata/namespace").asText())
                                && matches(policy.at("/spec/podSelector"), of.labels())
                                && stream(policy.at("/spec/policyTypes"))
                                        .anyMatch(type -> type.asText().equals(direction)))
                .toList();
        return selecting.isEmpty()
                || selecting.stream()
                        .flatMap(policy -> stream(policy.at("/spec/" + rules))
                                .filter(rule -> fitsPort(rule, port))
                                .filter(rule -> fitsPeer(policy, rule.get(side), other)))
                        .findAny()
                        .isPresent();
    }

    private static boolean fitsPort(JsonNode rule, int port) {
        return !rule.has("ports")
                || stream(rule.get("ports")).anyMatch(each -> each.get("port").asInt() == port);
    }

    private static boolean fitsPeer(JsonNode policy, JsonNode peers, Peer other) {
        return peers == null
                || stream(peers)
                        .anyMatch(peer -> peer.has("ipBlock")
                                ? other.namespace().isEmpty()
                                : !other.namespace().isEmpty()
                                        && fitsNamespace(policy, peer, other)
                                        && (!peer.has("podSelector")
                                                || matches(peer.get("podSelector"), other.labels())));
    }

    /** Every namespace has its name as a label. */
    private static boolean fitsNamespace(JsonNode policy, JsonNode peer, Peer other) {
        return peer.has("namespaceSelector")
                ? matches(peer.get("namespaceSelector"), Map.of("kubernetes.io/metadata.name", other.namespace()))
                : policy.at("/metadata/namespace").asText().equals(other.namespace());
    }

    private static boolean matches(JsonNode selector, Map<String, String> labels) {
        return selector.path("matchLabels")
                        .propertyStream()
                        .allMatch(wanted -> wanted.getValue().asText().equals(labels.get(wanted.getKey())))
                && stream(selector.path("matchExpressions")).allMatch(expression -> fits(expression, labels));
    }

    /** Of the four operators that there are, those that our policies use. */
    private static boolean fits(JsonNode expression, Map<String, String> labels) {
        String value = labels.get(expression.get("key").asText());
        return switch (expression.get("operator").asText()) {
            case "Exists" -> value != null;
            case "In" ->
                stream(expression.get("values"))
                        .anyMatch(wanted -> wanted.asText().equals(value));
            default -> throw new UnsupportedOperationException("matchExpressions: " + expression);
        };
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
