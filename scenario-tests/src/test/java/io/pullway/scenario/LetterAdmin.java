package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

/** An administrator who looks at dead letters at the first proxy of a platform. */
record LetterAdmin(Platform platform) {
    static final String LETTERS = "/api/-/dead-letters";

    RawAnswer ask(String method, String target) {
        return RawRequest.of(method, target)
                .field("Authorization", Tokens.admin())
                .sendTo(platform.proxy(1));
    }

    JsonNode letters() {
        RawAnswer answer = ask("GET", LETTERS);
        assertThat(answer.status()).as("%s", answer).isEqualTo(200);
        return answer.json();
    }

    JsonNode onlyLetter() {
        JsonNode letters = letters();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    /** Where a letter is. */
    static String at(JsonNode letter) {
        return LETTERS + "/" + letter.get("id").asText();
    }

    void deleteAll() {
        for (JsonNode letter : letters()) {
            assertThat(ask("DELETE", at(letter)).status()).isEqualTo(204);
        }
        assertThat(letters()).isEmpty();
    }
}
