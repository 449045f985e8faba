package io.pullway.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The other subjects, and the check of the address that an answer is sent to. */
class SubjectsTest {
    private static final String ID_TEXT = "0199a5e0-7c1f-7000-8000-00000000002a";
    private static final RequestId ID = RequestId.parse(ID_TEXT);

    @Test
    void theAddressesHaveTheFormOfTheContract() {
        assertThat(Subjects.reply("proxy", "p7f3", "users", ID)).isEqualTo("reply.proxy.p7f3.users." + ID_TEXT);
        assertThat(Subjects.replies("proxy", "p7f3")).isEqualTo("reply.proxy.p7f3.>");
        assertThat(Subjects.requests(RequestKind.HTTP, "users")).isEqualTo("http.users.>");
        assertThat(Subjects.requests(RequestKind.KEYED, "users")).isEqualTo("keyed.users.>");
        assertThat(Subjects.requests(RequestKind.LATER, "users")).isEqualTo("later.users.>");
    }

    @Test
    void deadLettersOfAResourceStandBesideEachOther() {
        assertThat(Subjects.dead("users", ID)).isEqualTo("dead.users." + ID_TEXT);
        assertThat(Subjects.allDead()).isEqualTo("dead.>");
    }

    @Test
    void theResourceIsTheSecondToken() {
        assertThat(Subjects.resource("http.users.get.5")).isEqualTo("users");
        assertThat(Subjects.resource("http.users")).isEqualTo("users");
        assertThat(Subjects.resource("http")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply.proxy.p7f3.users.", "reply.rating-service.i_1.users.", "reply.A.0.users."})
    void anAddressForTheOwnResourceAndThisRequestIsAnswered(String start) {
        assertThat(Subjects.isReplyFor(start + ID_TEXT, "users", ID)).isTrue();
    }

    @Test
    void whatBelongsToARequestNamesItsResourceAndId() {
        assertThat(Subjects.answer("users", ID)).isEqualTo("answer.users." + ID_TEXT);
        assertThat(Subjects.answers("users")).isEqualTo("answer.users.>");
        assertThat(Subjects.kept("users", ID)).isEqualTo("kept.users." + ID_TEXT);
        assertThat(Subjects.dead("users", ID)).isEqualTo("dead.users." + ID_TEXT);
        assertThat(Subjects.cancel("users", ID)).isEqualTo("cancel.users." + ID_TEXT);
        assertThat(Subjects.cancels("users")).isEqualTo("cancel.users.>");
        assertThat(Subjects.presence("users", "s1")).isEqualTo("presence.users.s1");
        assertThat(Subjects.allPresence()).isEqualTo("presence.>");
    }

    @Test
    void theResourceIsComparedAsItStandsInTheSubject() {
        String subject = "reply.proxy.p1.a%2Eb." + ID_TEXT;
        assertThat(Subjects.isReplyFor(subject, "a%2Eb", ID)).isTrue();
        assertThat(Subjects.isReplyFor(subject, "a.b", ID)).isFalse();
    }

    /** {@code ID} stands for the request's own id. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "reply",
                "reply.",
                "reply.proxy",
                "reply.proxy.p1",
                "reply.proxy.p1.users",
                "reply.proxy.p1.users.",
                "reply.proxy.p1.ID",
                "reply.proxy.users.ID",
                "reply.proxy.p1.x.users.ID",
                "reply.proxy.p1.users.x.ID",
                "reply.proxy.p1.users.ID.x",
                "reply.proxy.p1.users.ID.",
                "reply.proxy.p1.usersID",
                "reply.proxy.p1.users.xID",
                "reply.proxy.p1.usersxID",
                "reply.proxy.p1.users-ID",
                "reply.proxy.p1.users*ID",
                "reply.proxy.p1.services.ID",
                "reply.proxy.p1.userz.ID",
                "reply.proxy.p1.Users.ID",
                "reply.proxy.p1.*.ID",
                "reply.proxy.*.users.ID",
                "reply.*.p1.users.ID",
                "reply.>.p1.users.ID",
                "reply..p1.users.ID",
                "reply.proxy..users.ID",
                "reply.proxy.p1..ID",
                "reply.pro xy.p1.users.ID",
                "reply.proxy.p\t1.users.ID",
                "reply.proxy.p\r\n1.users.ID",
                "reply.proxy.p\u00e41.users.ID",
                "reply.proxy.p%31.users.ID",
                " reply.proxy.p1.users.ID",
                "reply.proxy.p1.users.ID ",
                "Reply.proxy.p1.users.ID",
                "replies.proxy.p1.users.ID",
                "$JS.API.STREAM.DELETE.users",
                "$JS.API.STREAM.DELETE.users.ID",
                "$SYS.REQ.USER.INFO",
                "http.users.delete.5",
                "http.users.post.users.ID",
                "answer.users.ID",
                "kept.users.ID",
                "dead.users.ID",
                "_INBOX_proxy.p1.users.ID",
                "reply.proxy.p1.users.0199a5e0-7c1f-7000-8000-00000000002b",
                "reply.proxy.p1.users.0199A5E0-7C1F-7000-8000-00000000002A",
                "reply.proxy.p1.users.>",
                "reply.proxy.p1.users.*"
            })
    void aForgedAddressIsNotAnswered(String forged) {
        assertThat(Subjects.isReplyFor(forged.replace("ID", ID_TEXT), "users", ID))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Z", "0", "_", "-", "rating-service", "p7f3_A-9"})
    void aNameMayBeATokenAsItStands(String name) {
        assertThat(Subjects.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a.b", "a*", ">", "a b", "a%20", "\u00e4", "a\n", "\u0661", "a/b", "a."})
    void whatNatsOrTheMappingWouldReadDifferentlyIsNoName(String name) {
        assertThat(Subjects.isName(name)).isFalse();
    }

    @Test
    void aNameHasAtMost64Characters() {
        assertThat(Subjects.isName("a".repeat(64))).isTrue();
        assertThat(Subjects.isName("a".repeat(65))).isFalse();
    }

    @Test
    void theLastTokenIsTheRequestsId() {
        assertThat(Subjects.lastToken("reply.proxy.p1.users." + ID_TEXT)).isEqualTo(ID_TEXT);
        assertThat(Subjects.lastToken("single")).isEqualTo("single");
        assertThat(Subjects.lastToken("ends.")).isEmpty();
    }

    @Test
    void anEventStandsUnderWhatItIsAbout() {
        assertThat(Subjects.event("ratings", "5", "created")).isEqualTo("event.ratings.5.created");
        assertThat(Subjects.isEvent("event.ratings.5.created")).isTrue();
        assertThat(Subjects.isEvent("http.events.get")).isFalse();
        assertThat(Subjects.eventStream("rating-service")).isEqualTo("EVENTS_rating-service");
        assertThat(Subjects.isEventStream("EVENTS_rating-service")).isTrue();
        assertThat(Subjects.isEventStream("AUDIT")).isFalse();
        assertThatThrownBy(() -> Subjects.event("ratings", "5.>", "created"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
