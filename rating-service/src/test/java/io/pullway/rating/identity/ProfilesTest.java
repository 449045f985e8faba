package io.pullway.rating.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.pullway.rating.Api;
import io.pullway.rating.Api.Answer;
import io.pullway.rating.PostgresForTests;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Who a token stands for. */
@QuarkusTest
@WithTestResource(PostgresForTests.class)
class ProfilesTest {
    private static final String ADA = "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}";

    @Test
    void of_many_wishes_for_a_profile_one_is_fulfilled() throws Exception {
        String bearer = TestIssuer.bearer(Person.newSubject(), "user");
        Callable<Answer> wish = () -> Api.post("/users", ADA, "authorization", bearer);
        List<Integer> statuses = new ArrayList<>();

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : clients.invokeAll(Collections.nCopies(20, wish))) {
                statuses.add(answer.get().status());
            }
        }

        assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
    }

    @Test
    void who_has_a_profile_is_shown_it_and_who_has_none_is_told() {
        Person ada = Person.withProfile();

        Answer own = Api.get("/users/-/own", "authorization", ada.bearer("user"));
        assertThat(own.json().get("id").longValue()).isEqualTo(ada.profile());
        assertThat(own.field("etag")).isEqualTo(Api.get(ada.path()).field("etag"));
        String nobody = TestIssuer.bearer(Person.newSubject(), "user");
        assertThat(Api.get("/users/-/own", "authorization", nobody).status()).isEqualTo(204);
    }

    @Test
    void whose_profile_it_is_is_told_to_nobody() {
        Person ada = Person.withProfile();

        assertThat(Api.get(ada.path(), "authorization", ada.bearer("user"))
                        .http()
                        .body())
                .doesNotContain(ada.subject());
        assertThat(Api.get(ada.path()).http().body()).doesNotContain(ada.subject());
        assertThat(Api.patch(ada.path(), "{\"subject\":\"x\"}").wrongFields()).containsExactly("subject: is not known");
        assertThat(Api.post("/users", "{\"firstName\":\"a\",\"lastName\":\"b\",\"subject\":\"x\"}")
                        .wrongFields())
                .containsExactly("subject: is not known");
    }

    /** Nobody has the profile 0; whoever has none is not taken for its owner. */
    @Test
    void who_has_no_profile_owns_none() {
        String bearer = TestIssuer.bearer(Person.newSubject(), "user");
        String rating = "{\"userId\":0,\"serviceId\":1,\"score\":5}";

        Api.post("/ratings", rating, "authorization", bearer).problem(403);
    }

    @Test
    void a_deleted_profile_can_be_made_anew() {
        Person ada = Person.withProfile();
        assertThat(Api.delete(ada.path(), "authorization", ada.bearer("user")).status())
                .isEqualTo(204);

        assertThat(Api.post("/users", ADA, "authorization", ada.bearer("user")).status())
                .isEqualTo(201);
    }

    /** Names and addresses change hands, and some issuers let people choose them. */
    @Test
    void a_token_that_bears_the_name_of_somebody_else_is_not_theirs() {
        Person ada = Person.withProfile();
        Map<String, String> claims = Tokens.claims(Person.newSubject(), "user");
        for (String name : List.of("upn", "preferred_username", "email", "name", "user_id")) {
            claims.put(name, Tokens.quoted(ada.subject()));
        }
        String bearer = "Bearer " + Tokens.signed(TestIssuer.RSA, Tokens.head(TestIssuer.RSA), claims);

        Api.delete(ada.path(), "authorization", bearer).problem(403);
    }

    /** What a gateway or a proxy tells of a client is no proof. */
    @Test
    void fields_that_tell_who_asks_have_no_effect() {
        Person ada = Person.withProfile();
        String[] forged = {
            "x-user", ada.subject(), "x-forwarded-user", ada.subject(), "remote-user", ada.subject(),
            "x-roles", "admin", "pullway-principal", ada.subject(), "pullway-subject", ada.subject(),
            "pullway-roles", "admin", "forwarded", "for=127.0.0.1;by=admin", "cookie",
                    "Bearer=" + Tokens.signed(TestIssuer.RSA, "root", "admin")
        };

        assertThat(Api.anonymously("DELETE", ada.path(), null, forged)
                        .problem(401)
                        .get("status")
                        .intValue())
                .isEqualTo(401);
        Api.anonymously("DELETE", ada.path() + "?access_token=" + Tokens.signed(TestIssuer.RSA, "root", "admin"), null)
                .problem(401);
        assertThat(Api.get(ada.path()).status()).isEqualTo(200);
    }

    @Test
    void who_may_not_change_it_learns_that_before_its_version_and_after_its_absence() {
        Person ada = Person.withProfile();
        Person eve = Person.withProfile();

        Api.patch(ada.path(), "{}", "authorization", eve.bearer("user"), "if-match", "\"99\"")
                .problem(403);
        Api.patch(eve.path(), "{}", "authorization", eve.bearer("user"), "if-match", "\"99\"")
                .problem(412);
        Api.patch("/users/9000000000", "{}", "authorization", eve.bearer("user"))
                .problem(404);
    }

    @Test
    void what_is_no_bearer_token_is_no_credential() {
        for (String other : List.of("Basic cm9vdDpyb290", "bearer", "Bearer", "Digest x", "DPoP " + "x")) {
            Answer refused = Api.post("/users", ADA, "authorization", other);
            refused.problem(401);
            assertThat(refused.field("www-authenticate")).startsWith("Bearer realm=\"pullway\"");
        }
    }
}
