package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.wire.RequestSubject.Mapped;
import io.pullway.wire.RequestSubject.Reason;
import io.pullway.wire.RequestSubject.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule of the subject mapping, and each refusal. */
class RequestSubjectTest {

    @ParameterizedTest
    @CsvSource(delimiterString = " ; ", textBlock = """
            PATCH ; /users/5/ratings?x=1 ; http.users.patch.5.ratings
            GET ; /users ; http.users.get
            GET ; /users/ ; http.users.get.%
            GET ; /users// ; http.users.get.%.%
            GET ; /users//5 ; http.users.get.%.5
            GET ; /users? ; http.users.get
            GET ; /users?a=/b/../%zz ; http.users.get
            HEAD ; /users/5 ; http.users.head.5
            POST ; /users ; http.users.post
            PUT ; /users/5 ; http.users.put.5
            DELETE ; /users/5 ; http.users.delete.5
            OPTIONS ; /users ; http.users.options
            GET ; /Users/ABC_-z09 ; http.Users.get.ABC_-z09
            GET ; /users/a.b ; http.users.get.a%2Eb
            GET ; /users/a%2Eb ; http.users.get.a%2Eb
            GET ; /users/a%2eb ; http.users.get.a%2Eb
            GET ; /users/a/b ; http.users.get.a.b
            GET ; /users/%61 ; http.users.get.a
            GET ; /users/a%20b ; http.users.get.a%20b
            GET ; /users/a+b ; http.users.get.a%2Bb
            GET ; /users/* ; http.users.get.%2A
            GET ; /users/> ; http.users.get.%3E
            GET ; /users/%25 ; http.users.get.%25
            GET ; /users/%252F ; http.users.get.%252F
            GET ; /users/%0D%0A ; http.users.get.%0D%0A
            GET ; /users/%01 ; http.users.get.%01
            GET ; /users/%7f ; http.users.get.%7F
            GET ; /users/Zoë ; http.users.get.Zo%EB
            GET ; /users/Zo%C3%AB ; http.users.get.Zo%C3%AB
            GET ; /users/... ; http.users.get.%2E%2E%2E
            GET ; /users/.a ; http.users.get.%2Ea
            GET ; /users/a:b@c!$&(),;=~ ; http.users.get.a%3Ab%40c%21%24%26%28%29%2C%3B%3D%7E
            GET ; /a.b/c ; http.a%2Eb.get.c
            GET ; /users/- ; http.users.get.-
            GET ; /-- ; http.--.get
            """)
    void aPathBecomesASubject(String method, String target, String subject) {
        assertThat(RequestSubject.of(RequestKind.HTTP, method, target))
                .isEqualTo(new Mapped(subject, subject.split("\\.")[1]));
    }

    @ParameterizedTest
    @CsvSource({"HTTP,http.users.get.5", "KEYED,keyed.users.get.5", "LATER,later.users.get.5"})
    void theKindIsTheFirstToken(RequestKind kind, String subject) {
        assertThat(RequestSubject.of(kind, "GET", "/users/5")).isEqualTo(new Mapped(subject, "users"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users/a%2Fb",
                "/users/a%2fb",
                "/users/a%5Cb",
                "/users/a%5cb",
                "/users/a%00b",
                "/users/a\\b",
                "/a%2F",
                "/users/.",
                "/users/..",
                "/users/../x",
                "/users/./x",
                "/users/%2e",
                "/users/%2E.",
                "/users/.%2e",
                "/..",
                "/users/%",
                "/users/%4",
                "/users/%4/",
                "/users/%GG",
                "/users/%1G",
                "/users/%+1",
                "/users/% 1",
                "/%",
                "/users/%4?1",
                "/users/%-1",
                "/users/%\u0661\u0661",
                "/users/%\uff11\uff11",
                "/users/%1\u0661",
                "/users/a b",
                "/users/a\tb",
                "/users/a\rb",
                "/users/a\nb",
                "/users/a\0b",
                "/users/a\u007fb",
                "/users/a#b",
                "/users/\u0100",
                "/users/\ud83d\ude00",
                "/users/\u2044",
                "/-/%zz"
            })
    void aPathThatWouldMeanSomethingElseToSomebodyElseIsABadTarget(String target) {
        assertRefused(target, Reason.BAD_TARGET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/?x=1", "//", "//users", "/-", "/-/", "/-/requests/users/1", "/%2D/docs", "/%2d"})
    void aPathWithoutAResourceOfAServiceNamesNone(String target) {
        assertRefused(target, Reason.NO_RESOURCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"users", "http://h/users", "h:443", "?x"})
    void aTargetThatIsNotInOriginFormNamesNoResource(String target) {
        assertRefused(target, Reason.NO_RESOURCE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CONNECT",
                "TRACE",
                "get",
                "Get",
                "PROPFIND",
                "QUERY",
                "",
                "*",
                ">",
                "GET ",
                "GET\r\n",
                "G.ET",
                "\u0130"
            })
    void anUnknownMethodIsNotImplemented(String method) {
        assertThat(RequestSubject.of(RequestKind.HTTP, method, "/users"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.METHOD_NOT_IMPLEMENTED));
    }

    @Test
    void theServerAsAWholeIsNotImplemented() {
        assertThat(RequestSubject.of(RequestKind.HTTP, "OPTIONS", "*"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.METHOD_NOT_IMPLEMENTED));
    }

    @ParameterizedTest
    @EnumSource
    void aSubjectHasAtMost1024Bytes(RequestKind kind) {
        int rest = 1_024 - (kind.token() + ".users.get.").length();
        String longest = "/users/" + "a".repeat(rest);
        assertThat(RequestSubject.of(kind, "GET", longest))
                .isInstanceOfSatisfying(
                        Mapped.class, mapped -> assertThat(mapped.subject()).hasSize(1_024));
        assertThat(reason(RequestSubject.of(kind, "GET", longest + "a"))).isEqualTo(Reason.TARGET_TOO_LONG);
    }

    @Test
    void anEscapedOctetCountsThreeTimes() {
        String dots = "/users/a" + ".".repeat(400);
        assertThat(reason(RequestSubject.of(RequestKind.HTTP, "GET", dots))).isEqualTo(Reason.TARGET_TOO_LONG);
    }

    @Test
    void aLongQueryIsNoMatterOfTheSubject() {
        assertThat(RequestSubject.of(RequestKind.HTTP, "GET", "/users?" + "a".repeat(8_000)))
                .isEqualTo(new Mapped("http.users.get", "users"));
    }

    private static void assertRefused(String target, Reason expected) {
        assertThat(reason(RequestSubject.of(RequestKind.HTTP, "GET", target)))
                .as(target)
                .isEqualTo(expected);
    }

    private static Reason reason(RequestSubject subject) {
        return subject instanceof Refused refused ? refused.reason() : null;
    }
}
