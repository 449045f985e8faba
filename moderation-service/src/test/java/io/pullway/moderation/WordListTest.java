package io.pullway.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WordListTest {
    private final WordList words = new WordList(List.of("scam", " Übel "));

    @ParameterizedTest
    @ValueSource(strings = {"", "Came on time.", "scampi", "A (s)cam", "subübel"})
    void whatHasNoneOfTheWordsIsAllowed(String text) {
        assertThat(words.judge(text)).isEqualTo(Verdict.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scam", "A SCAM!", "such a Scam.", "übel, ÜBEL"})
    void whatHasOneInAnyCaseIsRefused(String text) {
        assertThat(words.judge(text).allowed()).isFalse();
    }

    @Test
    void theReasonNamesTheWordAsItWasWritten() {
        assertThat(words.judge("What a ScAm, a scam!").reason()).isEqualTo("The word 'ScAm' is not published here.");
    }
}
