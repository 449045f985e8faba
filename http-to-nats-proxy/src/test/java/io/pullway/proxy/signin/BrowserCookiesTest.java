package io.pullway.proxy.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BrowserCookiesTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void ownCookiesAreTakenOutAndTheOthersStay() {
        BrowserCookies cookies = BrowserCookies.of(
                List.of("a=1; __Host-pullway-session=s; b=\"2=3\"", "__Host-pullway-sign-in=n", "c", "; ;"));

        assertThat(cookies.session()).isEqualTo("s");
        assertThat(cookies.browser()).isEqualTo("n");
        assertThat(cookies.others()).containsExactly("a=1; b=\"2=3\"", "c");
    }

    @Test
    void noneOfThePlatformsOwnTravelsHoweverItIsWritten() {
        for (String field : List.of(
                "__Host-pullway-session",
                "__Host-pullway-session=",
                "  __Host-pullway-session = x ",
                "__Host-pullway-session-9=x",
                "__Host-pullway-later=x",
                "__Host-pullway-session=x; __Host-pullway-session=y")) {
            assertThat(BrowserCookies.areIn(List.of(field))).isTrue();
            assertThat(BrowserCookies.of(List.of(field)).others()).as(field).isEmpty();
        }
        assertThat(BrowserCookies.areIn(List.of("a=1", "session=2"))).isFalse();
    }

    @Test
    void aLargeSessionIsSplitAndPutTogether() {
        String sealed = "0123456789".repeat(1_000);
        List<String> fields = BrowserCookies.of(List.of()).replacedBy(sealed, HOUR);

        assertThat(fields).hasSize(3).allSatisfy(field -> {
            assertThat(field.length()).isLessThan(4_096);
            assertThat(field).endsWith("; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=3600");
        });
        List<String> sent = new ArrayList<>();
        fields.forEach(field -> sent.addFirst(field.substring(0, field.indexOf(';'))));
        assertThat(BrowserCookies.of(sent).session()).isEqualTo(sealed);
        assertThat(BrowserCookies.of(List.of(String.join("; ", sent))).session())
                .isEqualTo(sealed);
    }

    @Test
    void aSmallerSessionTakesTheRestOfTheLargerOneAway() {
        BrowserCookies before = BrowserCookies.of(
                List.of("__Host-pullway-session=a; __Host-pullway-session-1=b", "__Host-pullway-session-2=c"));

        assertThat(before.session()).isEqualTo("abc");
        assertThat(before.replacedBy("x", HOUR))
                .satisfiesExactly(
                        field -> assertThat(field).startsWith("__Host-pullway-session=x;"),
                        field -> assertThat(field)
                                .startsWith("__Host-pullway-session-1=;")
                                .endsWith("Max-Age=0"),
                        field -> assertThat(field)
                                .startsWith("__Host-pullway-session-2=;")
                                .endsWith("Max-Age=0"));
        assertThat(before.removed()).hasSize(4).allMatch(field -> field.endsWith("Max-Age=0"));
        assertThat(BrowserCookies.of(List.of()).removed()).hasSize(2);
    }

    @Test
    void partsThatBelongToNoSessionAreTakenAway() {
        BrowserCookies orphans = BrowserCookies.of(List.of("__Host-pullway-session-1=b; __Host-pullway-session-7=c"));

        assertThat(orphans.session()).isNull();
        assertThat(orphans.replacedBy("x".repeat(4_000), HOUR))
                .satisfiesExactly(
                        field -> assertThat(field).startsWith("__Host-pullway-session=xx"),
                        field -> assertThat(field).startsWith("__Host-pullway-session-1=xx"),
                        field -> assertThat(field)
                                .startsWith("__Host-pullway-session-7=;")
                                .endsWith("Max-Age=0"));
        assertThat(orphans.removed().stream().map(field -> field.replaceFirst("=.*", "")))
                .containsExactlyInAnyOrder(
                        "__Host-pullway-session",
                        "__Host-pullway-session-1",
                        "__Host-pullway-session-7",
                        "__Host-pullway-binding");
        assertThat(BrowserCookies.of(List.of("__Host-pullway-session-x\r\n=a; __Host-pullway-sessions=b"))
                        .removed())
                .hasSize(2);
    }

    @Test
    void aSessionThatBeginsBringsWhatItIsBoundBy() {
        List<String> fields =
                BrowserCookies.of(List.of("__Host-pullway-binding=before")).begun("sealed", "now", HOUR);

        assertThat(fields)
                .satisfiesExactly(
                        field -> assertThat(field).startsWith("__Host-pullway-session=sealed;"),
                        field -> assertThat(field)
                                .isEqualTo("__Host-pullway-binding=now; Path=/; Secure; HttpOnly; SameSite=Lax;"
                                        + " Max-Age=3600"));
        assertThat(BrowserCookies.of(List.of("__Host-pullway-binding=now")).binding())
                .isEqualTo("now");
    }

    @Test
    void whatNoBrowserKeepsIsNotSet() {
        assertThat(BrowserCookies.of(List.of()).replacedBy("x".repeat(3 * 3_900 + 1), HOUR))
                .isNull();
    }
}
