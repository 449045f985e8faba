package io.pullway.server;

import io.pullway.wire.CoreMessage;
import io.pullway.wire.HttpRequestMessage;
import io.pullway.wire.MalformedMessageException;
import io.pullway.wire.RequestId;
import io.pullway.wire.ResponseEnvelope.Outcome;
import io.pullway.wire.Subjects;
import io.pullway.wire.UnsupportedVersionException;

/** What a pulled message says. */
sealed interface DecodedMessage {
    /** @param settlement what becomes of a request of its kind */
    record Request(HttpRequestMessage message, Settlement settlement) implements DecodedMessage {}

    /** A request by another version of the contract. @param replyTo where its caller waits; null where nobody does */
    record OtherVersion(RequestId id, String replyTo) implements DecodedMessage {
        String reason() {
            return Outcome.UNSUPPORTED_VERSION.token();
        }
    }

    /** No request for this service. */
    record NoRequest(String reason) implements DecodedMessage {}

    /** Never throws, whatever the message holds. */
    static DecodedMessage of(CoreMessage message, DeliveryRules rules) {
        if (message.headers() != null && !HeaderBlock.isLegible(message.headers())) {
            // It would cost others their connection who read it with jnats.
            return new NoRequest("no-request: its NATS headers cannot be read");
        }
        String subject = message.subject();
        try {
            HttpRequestMessage decoded = HttpRequestMessage.decode(message.data());
            return new Request(decoded, rules.settlementOf(subject, decoded));
        } catch (UnsupportedVersionException e) {
            boolean waiting = e.requestId() != null
                    && e.replyTo() != null
                    && Subjects.isReplyFor(e.replyTo(), Subjects.resource(subject), e.requestId());
            return new OtherVersion(e.requestId(), waiting ? e.replyTo() : null);
        } catch (MalformedMessageException e) {
            return new NoRequest("no-request: " + e.getMessage());
        }
    }
}
