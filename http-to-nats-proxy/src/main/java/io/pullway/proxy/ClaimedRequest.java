package io.pullway.proxy;

import io.pullway.wire.Body;
import io.pullway.wire.FieldLines;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.RecordEnvelope;
import io.pullway.wire.RequestEnvelope;
import io.pullway.wire.RequestId;
import io.pullway.wire.RequestKind;
import io.pullway.wire.RequestSubject;
import io.pullway.wire.record.Fingerprint;
import io.pullway.wire.record.Principal;
import java.time.Duration;
import java.util.List;

/**
 * A request whose answer is kept in a record: keyed or asynchronous.
 *
 * @param ids under which it may have a record: the first one is claimed, the others are of older secrets
 * @param http the request itself
 * @param principal whose request it is
 * @param times how long it may take
 */
record ClaimedRequest(List<RequestId> ids, RequestKind kind, Http http, Principal principal, Times times) {

    /** @param target below the API root */
    record Http(String resource, String method, String target, FieldLines fields, Body body) {}

    /**
     * @param budget until when it may be started, counted from its claim
     * @param patience how long the client waits for the answer; zero for a client that does not
     */
    record Times(Duration budget, Duration patience) {}

    String resource() {
        return http.resource();
    }

    /** What is claimed for it. */
    RecordEnvelope.Request asClaimed(long deadlineMillis) {
        String fingerprint =
                Fingerprint.of(http.method(), http.target(), http.fields().first("content-type"), http.body());
        return new RecordEnvelope.Request(kind, fingerprint, principal.text(), deadlineMillis);
    }

    /**
     * The message for a claim.
     *
     * @param claimed what the claim says
     * @param budgetMillis what is left of the claim's budget
     */
    HttpRequestMessage message(RequestId id, long claim, RecordEnvelope.Request claimed, long budgetMillis) {
        RequestEnvelope envelope = new RequestEnvelope(id, null, budgetMillis, claim, claimed);
        return new HttpRequestMessage(envelope, http.method(), http.target(), http.fields(), http.body());
    }

    /** Where it is published, as the kind that its claim says. */
    String subject(RequestKind claimed) {
        return ((RequestSubject.Mapped) RequestSubject.of(claimed, http.method(), http.target())).subject();
    }
}
