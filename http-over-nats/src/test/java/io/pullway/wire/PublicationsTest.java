package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicationsTest {
    private static final long MILLI = 1_000_000;

    private final Publications publications = new Publications();

    @Test
    void whatWasRefusedEachTimeStoredNothing() {
        publications.written(0);
        assertThat(publications.mayBeStored()).isTrue();
        assertThat(publications.storedNothing()).isTrue();
        publications.written(0);
        assertThat(publications.notHeard()).isTrue();
        assertThat(publications.mayBeStored()).isFalse();
    }

    @Test
    void whatWasNotConfirmedMayBeStoredWhateverIsSaidOfTheNextPublication() {
        publications.written(0);
        publications.written(1);
        assertThat(publications.storedNothing()).isFalse();
        publications.startAnew();
        publications.written(2);
        assertThat(publications.notHeard()).isFalse();
        assertThat(publications.mayBeStored()).isTrue();
    }

    @Test
    void theTimeOfAMessageBeginsWhenItIsWrittenFirst() {
        publications.written(0);
        long first = publications.written().firstNanos();
        publications.written(1);
        assertThat(publications.written().firstNanos()).isEqualTo(first);
        assertThat(publications.written().epoch()).isEqualTo(1);

        publications.notHeard();
        publications.startAnew();
        assertThat(publications.written().firstNanos()).isGreaterThan(first);
    }

    @Test
    void whatIsNotHeardAgainAndAgainIsPublishedLessAndLessOften() {
        for (int wait : new int[] {250, 500, 1_000, 1_000}) {
            publications.written(0);
            publications.notHeard();
            assertThat(isDueAfter(wait - 10, 0)).isFalse();
            assertThat(isDueAfter(wait + 10, 0)).isTrue();
        }
        publications.startAnew();
        publications.written(0);
        publications.notHeard();
        assertThat(isDueAfter(260, 0)).as("another message").isTrue();
    }

    @Test
    void theTimeOfAMessageThatIsNotStoredGoesOn() {
        publications.written(0);
        long first = publications.written().firstNanos();
        publications.notHeard();
        publications.written(0);
        publications.notHeard();
        publications.startItsTime();
        assertThat(publications.written().firstNanos()).isGreaterThan(first);
        assertThat(isDueAfter(260, 0)).as("the pause grows on").isFalse();
    }

    @Test
    void whatNoStreamTookIsPublishedAgainAfterAPauseOnWhateverConnectionThereIs() {
        assertThat(publications.isDueAgain(System.nanoTime(), 0)).isFalse();
        publications.written(0);
        publications.notHeard();
        assertThat(isDueAfter(200, 0)).isFalse();
        assertThat(isDueAfter(300, 0)).isTrue();
        assertThat(isDueAfter(300, 1)).isTrue();
    }

    @Test
    void whatMayBeStoredIsPublishedAgainAfterASecondOnTheSameConnectionOnly() {
        publications.written(0);
        assertThat(isDueAfter(900, 0)).isFalse();
        assertThat(isDueAfter(1_100, 0)).isTrue();
        assertThat(isDueAfter(1_100, 1)).isFalse();
    }

    /** As in an election: no stream at first, and then one whose PubAck is lost with the connection. */
    @Test
    void whatNoStreamTookAtFirstMayBeStoredSinceThen() {
        publications.written(0);
        publications.notHeard();
        publications.written(0);
        assertThat(isDueAfter(300, 0)).isFalse();
        assertThat(isDueAfter(1_100, 0)).isTrue();
        assertThat(isDueAfter(60_000, 2)).isFalse();
    }

    private boolean isDueAfter(long millis, long epoch) {
        return publications.isDueAgain(publications.written().lastNanos() + millis * MILLI, epoch);
    }
}
