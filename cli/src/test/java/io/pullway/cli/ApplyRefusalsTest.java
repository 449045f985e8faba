package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.api.StorageType;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What {@code pullway apply} refuses, and what is there afterwards. */
class ApplyRefusalsTest extends ApplyOnNats {
    @Test
    void refusesAnUnknownFieldBeforeItTouchesAnything() throws Exception {
        write("a.yaml", STREAM);
        Path wrong = write("b.yaml", CONSUMER.replace("ackWait", "ackWaits").replace("filter", "filer"));
        assertThat(apply(folder))
                .isEqualTo(refused(
                        wrong + ":9: Consumer orders: spec.ackWaits: unknown field; did you mean ackWait?",
                        wrong + ":10: Consumer orders: spec.filerSubjects: unknown field; did you mean filterSubjects?",
                        wrong + ":6: Consumer orders: spec.ackWait: is missing: NACK's default of 1ns would deliver"
                                + " every message again at once; write for example 30s"));
        assertThat(streams()).isEmpty();
    }

    @Test
    void refusesWhatNatsCannotChangeBeforeItTouchesAnything() throws Exception {
        apply(write("orders.yaml", STREAM));
        write("another.yaml", STREAM.replace("orders", "another"));
        Path changed =
                write("orders.yaml", STREAM.replace("workqueue", "limits").replace("file", "memory"));
        Run run = apply(folder);
        String remedy =
                " on what exists: write %s, or delete the stream, with all its messages and consumers, and apply"
                        + " again";
        assertThat(run)
                .isEqualTo(refused(
                        changed + ":1: Stream orders: spec.retention: NATS cannot change workqueue to limits"
                                + remedy.formatted("workqueue"),
                        changed + ":1: Stream orders: spec.storage: NATS cannot change file to memory"
                                + remedy.formatted("file")));
        assertThat(streams()).containsExactly("orders");
        assertThat(management.getStreamInfo("orders").getConfiguration().getStorageType())
                .isEqualTo(StorageType.File);
    }

    @Test
    void refusesAConsumerThatNothingCanReach() throws Exception {
        Path alone = write("alone.yaml", CONSUMER);
        assertThat(apply(alone))
                .isEqualTo(refused(alone
                        + ":1: Consumer orders/orders: its stream orders does not exist and is not declared here"));
        Path deaf = write("deaf.yaml", STREAM + "---\n" + CONSUMER.replace("http.orders.>", "http.order.>"));
        assertThat(apply(deaf))
                .isEqualTo(refused(deaf + ":12: Consumer orders/orders: spec.filterSubjects: http.order.> matches no"
                        + " subject of stream orders: http.orders.>"));
        assertThat(streams()).isEmpty();
    }

    @Test
    void tellsWhatTheServerSaysWhenItRefuses() throws Exception {
        Path file = write("both.yaml", STREAM + "---\n" + STREAM.replace("name: orders", "name: twin"));
        Run run = apply(file);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualTo("created stream orders\n");
        assertThat(run.err())
                .isEqualTo(file + ":12: Stream twin: NATS refuses it: subjects overlap with an existing stream"
                        + " (error 10065)\n");
        Run replicated = apply(write("three.yaml", STREAM + "  replicas: 3\n"));
        assertThat(replicated.err()).contains("NATS refuses it: replicas > 1 not supported in non-clustered mode");
    }
}
