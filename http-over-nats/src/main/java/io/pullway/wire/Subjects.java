package io.pullway.wire;

import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** The subjects of the platform other than those of requests, for which see {@link RequestSubject}. */
public final class Subjects {
    /** First segment of the paths that the platform answers itself; never a service's resource. */
    public static final String PLATFORM_RESOURCE = "-";

    /** The caller name of every proxy: proxies are one trust domain. */
    public static final String PROXY = "proxy";

    private static final String REPLY = "reply.";
    private static final String ANSWER = "answer.";
    private static final String KEPT = "kept.";
    private static final String DEAD = "dead.";
    private static final String PRESENCE = "presence.";
    private static final String EVENT = "event.";
    private static final String EVENTS_STREAM = "EVENTS_";

    private Subjects() {}

    /** Every request of this kind for one resource, as a filter of streams and consumers. */
    public static String requests(RequestKind kind, String resource) {
        return kind.token() + "." + resource + ".>";
    }

    /** Of which resources a stream with these subjects takes requests; none if it is no queue of a service. */
    public static SortedSet<String> requestedOf(Collection<String> subjects) {
        SortedSet<String> resources = new TreeSet<>();
        for (String subject : subjects) {
            if (subject.startsWith(RequestKind.HTTP.token() + ".")) {
                resources.add(resource(subject));
            }
        }
        return resources;
    }

    /** Where one caller instance waits for the answer to one request. */
    public static String reply(String caller, String instance, String resource, RequestId id) {
        return REPLY + caller + "." + instance + "." + resource + "." + id.text();
    }

    /** Every answer to one caller instance. */
    public static String replies(String caller, String instance) {
        return REPLY + caller + "." + instance + ".>";
    }

    /**
     * Whether a server of {@code resource} may answer the request {@code id} there: exactly {@code
     * reply.<caller>.<instance>.<resource>.<id>}. NATS does not check permissions on a reply address that
     * stands in a message, so this does.
     */
    public static boolean isReplyFor(String replyTo, String resource, RequestId id) {
        if (!replyTo.startsWith(REPLY)) {
            return false;
        }
        int callerEnd = nameEnd(replyTo, REPLY.length());
        int instanceEnd = callerEnd < 0 ? -1 : nameEnd(replyTo, callerEnd + 1);
        return instanceEnd > 0
                && replyTo.length()
                        == instanceEnd + resource.length() + id.text().length() + 2
                && replyTo.startsWith(resource, instanceEnd + 1)
                && replyTo.charAt(instanceEnd + 1 + resource.length()) == '.'
                && replyTo.endsWith(id.text());
    }

    /** The record of a keyed or asynchronous request: its last message counts. */
    public static String answer(String resource, RequestId id) {
        return ANSWER + resource + "." + id.text();
    }

    /** Every record of a resource: what its stream of answers is found by. */
    public static String answers(String resource) {
        return ANSWER + resource + ".>";
    }

    /** Where a record is heard as soon as it is stored: the stream of answers publishes it again there. */
    public static String kept(String resource, RequestId id) {
        return KEPT + resource + "." + id.text();
    }

    /** Where a caller says that nobody waits for the answer to a plain request any more. */
    public static String cancel(String resource, RequestId id) {
        return "cancel." + resource + "." + id.text();
    }

    /** Every request of a resource that nobody waits for any more, for the instances that serve it. */
    public static String cancels(String resource) {
        return "cancel." + resource + ".>";
    }

    /** The last token of a subject: the request id of an answer. */
    public static String lastToken(String subject) {
        return subject.substring(subject.lastIndexOf('.') + 1);
    }

    /** Whether a name may be a token as it stands: 1 to 64 of {@code A-Z a-z 0-9 _ -}. */
    public static boolean isName(String name) {
        return name.length() <= 64 && !name.isEmpty() && nameEnd(name + ".", 0) == name.length();
    }

    /** Index of the dot that ends the name starting at {@code from}, or -1 if there is no such name. */
    private static int nameEnd(String subject, int from) {
        for (int i = from; i < subject.length(); i++) {
            char c = subject.charAt(i);
            if (c == '.') {
                return i == from ? -1 : i;
            }
            boolean legal =
                    c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '_' || c == '-';
            if (!legal) {
                return -1;
            }
        }
        return -1;
    }

    /** Where a copy of a message is kept that nobody could work on. */
    public static String dead(String resource, RequestId id) {
        return DEAD + resource + "." + id.text();
    }

    /** Every dead letter: the subject of the stream that keeps them. */
    public static String allDead() {
        return DEAD + ">";
    }

    /** Every dead letter of a resource. */
    public static String deadOf(String resource) {
        return DEAD + resource + ".*";
    }

    /** Every dead letter of one id, whatever its resource. */
    public static String deadOf(RequestId id) {
        return DEAD + "*." + id.text();
    }

    /**
     * Where it is told what happened to a thing, or to something that belongs to it.
     *
     * @param resource of the service that tells
     * @param key the order of events is kept for each: the id of the thing
     * @param what such as {@code created}
     * @throws IllegalArgumentException if one of them cannot be a token as it stands
     */
    public static String event(String resource, String key, String what) {
        if (!isName(resource) || !isName(key) || !isName(what)) {
            throw new IllegalArgumentException(
                    "no subject of an event: '" + resource + "', '" + key + "', '" + what + "'");
        }
        return EVENT + resource + "." + key + "." + what;
    }

    /** The stream that keeps the events of a service. */
    public static String eventStream(String service) {
        return EVENTS_STREAM + service;
    }

    /** Whether a stream is one that keeps the events of a service, and no copy of them for other purposes. */
    public static boolean isEventStream(String stream) {
        return stream.startsWith(EVENTS_STREAM);
    }

    /** Whether a subject is one of an event, and not of a request. */
    public static boolean isEvent(String subject) {
        return subject.startsWith(EVENT);
    }

    /** Where an instance says that it is there, for one of its resources. */
    public static String presence(String resource, String instance) {
        return PRESENCE + resource + "." + instance;
    }

    /** Where every instance says that it is there. */
    public static String allPresence() {
        return PRESENCE + ">";
    }

    /** The resource of any subject of the platform that has one: its second token, "" without one. */
    public static String resource(String subject) {
        int start = subject.indexOf('.') + 1;
        int end = subject.indexOf('.', start);
        return start == 0 ? "" : end < 0 ? subject.substring(start) : subject.substring(start, end);
    }
}
