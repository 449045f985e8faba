package io.pullway.cli.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SignInPageTest {
    private static final String SCRIPT = "\"><script>alert(1)</script>&amp;";
    private static final String AS_TEXT = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;";

    @Test
    void nothingOfTheRequestIsHtml() {
        assertThat(SignInPage.html("state=" + SCRIPT))
                .contains("/authorize?state=" + AS_TEXT + "&amp;user=anna\">")
                .doesNotContain("<script");
    }

    @Test
    void norIsAComplaint() {
        assertThat(SignInPage.refusal(SCRIPT))
                .contains("<p>" + AS_TEXT + "</p>")
                .doesNotContain("<script");
    }
}
