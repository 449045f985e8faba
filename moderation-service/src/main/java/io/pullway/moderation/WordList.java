package io.pullway.moderation;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The words that no comment may have; whole words, in any case. Safe for all threads. */
@Singleton
class WordList {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}]+");

    private final Set<String> refused;

    /** @param words {@code pullway.moderation.words}, separated by commas */
    WordList(
            @ConfigProperty(name = "pullway.moderation.words", defaultValue = "scam,idiot,viagra") List<String> words) {
        this.refused = words.stream().map(WordList::inAnyCase).collect(Collectors.toSet());
    }

    /** The same text, the same verdict. */
    Verdict judge(String text) {
        return WORD.matcher(text)
                .results()
                .map(MatchResult::group)
                .filter(word -> refused.contains(inAnyCase(word)))
                .findFirst()
                .map(word -> Verdict.refused("The word '" + word + "' is not published here."))
                .orElse(Verdict.ALLOWED);
    }

    private static String inAnyCase(String word) {
        return word.strip().toLowerCase(Locale.ROOT);
    }
}
