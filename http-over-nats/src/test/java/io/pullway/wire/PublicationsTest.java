package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublicationsTest {
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
        assertThat(publications.timesNotHeard()).isZero();
    }
}
