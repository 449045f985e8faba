package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values of the contract. */
class ValuesTest {

    @Test
    void aNewIdIsAUuidOfVersion7WithTheTimeInFront() {
        long before = System.currentTimeMillis();
        UUID id = UUID.fromString(RequestId.next().text());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void newIdsAreDifferentOnAllThreads() throws InterruptedException {
        Set<RequestId> ids = java.util.concurrent.ConcurrentHashMap.newKeySet();
        List<Thread> threads = List.of(makesIds(ids), makesIds(ids), makesIds(ids), makesIds(ids));
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(ids).hasSize(40_000);
    }

    private static Thread makesIds(Set<RequestId> ids) {
        return Thread.startVirtualThread(() -> {
            for (int i = 0; i < 10_000; i++) {
                ids.add(RequestId.next());
            }
        });
    }

    @Test
    void idsAreEqualWhenTheirTextIs() {
        RequestId id = RequestId.next();
        assertThat(new HashSet<>(List.of(id, RequestId.next()))).contains(RequestId.parse(id.text()));
        assertThat(RequestId.parse(null)).isNull();
    }

    @Test
    void bodiesAreEqualWhenTheirOctetsAreAndAreNeverPrinted() {
        Body view = new Body(new byte[] {9, 1, 2, 9}, 1, 2);
        assertThat(view).isEqualTo(Body.of(new byte[] {1, 2})).hasSameHashCodeAs(Body.of(new byte[] {1, 2}));
        assertThat(view).isNotEqualTo(Body.of(new byte[] {1, 3}));
        assertThat(view.toBytes()).containsExactly(1, 2);
        assertThat(view).hasToString("Body[2 bytes]");
        assertThat(Body.of(new byte[0]).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,-1", "0,3", "3,0", "1,2", "2147483647,1", "1,2147483647"})
    void aBodyLiesWithinItsArray(int offset, int length) {
        byte[] two = new byte[2];
        assertThatThrownBy(() -> new Body(two, offset, length)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fieldLinesKeepTheirOrderAndRepetitionsAndNeverPrintValues() {
        FieldLines lines = new FieldLines(1);
        for (int i = 0; i < 100; i++) {
            lines.add("n" + i % 2, "secret" + i);
        }
        assertThat(lines.size()).isEqualTo(100);
        assertThat(lines.first("n1")).isEqualTo("secret1");
        assertThat(lines.first("n2")).isNull();
        assertThat(lines.all("n0")).hasSize(50).startsWith("secret0", "secret2");
        assertThat(lines.toString()).contains("n0").doesNotContain("secret");
        assertThat(new FieldLines().add("a", "b"))
                .isEqualTo(new FieldLines(50).add("a", "b"))
                .hasSameHashCodeAs(new FieldLines(50).add("a", "b"))
                .isNotEqualTo(new FieldLines().add("a", "c"));
    }

    @Test
    void onlyTheLettersAToZHaveACase() {
        assertThat(AsciiText.lower("Content-TYPE\u0130\u212a\u00c4")).isEqualTo("content-type\u0130\u212a\u00c4");
        assertThat(AsciiText.lower("already")).isSameAs("already");
    }

    @ParameterizedTest
    @CsvSource({"30000,5,10000,140", "1,5,10000,111", "1000,0,0,61", "1001,0,0,62", "3600000,20,10000,3860"})
    void aMessageOutlivesItsBudgetAndAllItsDeliveries(long budget, int deliveries, long ackWait, long seconds) {
        assertThat(NatsHeaders.ttlSeconds(budget, deliveries, ackWait)).isEqualTo(seconds);
    }

    @Test
    void theNatsHeadersAreTheIdAndTheLifetime() {
        RequestId id = RequestId.next();
        var headers = NatsHeaders.read(NatsHeaders.ofRequest(id.text(), 140));
        assertThat(headers.keySet()).containsExactlyInAnyOrder("Nats-Msg-Id", "Nats-TTL");
        assertThat(headers.get("Nats-Msg-Id")).containsExactly(id.text());
        assertThat(headers.get("Nats-TTL")).containsExactly("140");
    }

    @Test
    void whatIsStoredTellsWhichRequestItIsForAndHowLongItIsKept() {
        RequestId id = RequestId.next();
        assertThat(NatsHeaders.requestId(NatsHeaders.read(NatsHeaders.ofRequest(id.text(), 140))))
                .isEqualTo(id);
        assertThat(NatsHeaders.requestId(NatsHeaders.read(NatsHeaders.ofRequest(id.text() + ".17", 140))))
                .isEqualTo(id);
        assertThat(NatsHeaders.requestId(NatsHeaders.read(NatsHeaders.ofRequest("of-a-stranger", 140))))
                .isNull();
        assertThat(NatsHeaders.requestId(NatsHeaders.read(NatsHeaders.ofRecord(1, 60))))
                .isNull();
        assertThat(NatsHeaders.requestId(null)).isNull();
        assertThat(NatsHeaders.ttlSeconds(NatsHeaders.read(NatsHeaders.ofRecord(1, 60))))
                .isEqualTo(60);
        assertThat(NatsHeaders.ttlSeconds(null)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$JS.ACK.s.c.2.7.3.1700000000123456789.5",
                "$JS.ACK.hub.x7Hash.s.c.2.7.3.1700000000123456789.5",
                "$JS.ACK._.x7Hash.s.c.2.7.3.1700000000123456789.5.token"
            })
    void aDeliveryIsReadFromTheSubjectThatAcknowledgesIt(String subject) throws Exception {
        assertThat(DeliveryInfo.parse(subject)).isEqualTo(new DeliveryInfo(2, 7, 1_700_000_000_123_456_789L));
        assertThat(DeliveryInfo.streamOf(subject)).isEqualTo("s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$JS.ACK",
                "$JS.ACK.",
                "$JS.ACK.s.c.2.7.3.1.5.6",
                "$JS.ACK.s.c.2.7.3.1",
                "reply.proxy.p1.users.x",
                "$JS.ACK.s.c..7.3.1.5",
                "$JS.ACK.s.c.2..3.1.5",
                "$JS.ACK.s.c.2.7.3..5",
                "$JS.ACK.s.c.-2.7.3.1.5",
                "$JS.ACK.s.c.2.x.3.1.5",
                "$JS.ACK.s.c.2.7.3.9223372036854775808.5",
                "$JS.ACK.s.c.2.9999999999999999999.3.1.5",
                "$JS.ACK.s.c.18446744073709551617.7.3.1.5",
                "_INBOX.$JS.ACK.s.c.2.7.3.1.5"
            })
    void whatDoesNotAcknowledgeADeliveryIsRefused(String subject) {
        assertThatThrownBy(() -> DeliveryInfo.parse(subject)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void aMessageThatJetStreamDidNotDeliverHasNoDelivery() {
        assertThatThrownBy(() -> DeliveryInfo.parse(null)).isInstanceOf(MalformedMessageException.class);
    }
}
