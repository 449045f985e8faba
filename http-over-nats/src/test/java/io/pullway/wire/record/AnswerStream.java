package io.pullway.wire.record;

import io.nats.client.Connection;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;

/** The stream of answers as {@code k8s/base/streams/rating-service.yaml} declares it. */
final class AnswerStream {
    static final String NAME = "ANSWERS_rating-service";

    private AnswerStream() {}

    static void create(Connection connection, long maxBytes) throws Exception {
        connection
                .jetStreamManagement()
                .addStream(StreamConfiguration.builder()
                        .name(NAME)
                        .subjects("answer.users.>")
                        .storageType(StorageType.File)
                        .maxMessagesPerSubject(1)
                        .discardPolicy(DiscardPolicy.New)
                        .maxBytes(maxBytes)
                        .maxAge(Duration.ofHours(25))
                        .allowMessageTtl(true)
                        .denyPurge(true)
                        .republish(Republish.builder()
                                .source("answer.>")
                                .destination("kept.>")
                                .build())
                        .build());
    }
}
