package io.pullway.rating.identity;

import static io.pullway.rating.Api.id;

import io.pullway.rating.Api;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody with a token, and the profile that it stands for. */
public record Person(String subject, long profile) {
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** A subject that nobody had before, with the profile that it made for itself. */
    public static Person withProfile() {
        String subject = newSubject();
        String path = Api.post(
                        "/users",
                        "{\"firstName\":\"Ada\",\"lastName\":\"Lovelace\"}",
                        "authorization",
                        TestIssuer.bearer(subject, "user"))
                .createdPath();
        return new Person(subject, id(path));
    }

    public static String newSubject() {
        return "subject-" + NUMBERS.incrementAndGet();
    }

    public String bearer(String... roles) {
        return TestIssuer.bearer(subject, roles);
    }

    public String path() {
        return "/users/" + profile;
    }

    /** A key that is theirs. */
    public String newApiKey() {
        return Api.post(path() + "/api-keys", "{\"name\":\"robot\"}", "authorization", bearer("user"))
                .json()
                .get("key")
                .textValue();
    }
}
