package io.pullway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pullway.server.OnceOnlyMethods.ResourceMethod;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnceOnlyMethodsTest {
    private final OnceOnlyMethods methods = learned(
            new ResourceMethod("POST", "/users", true),
            new ResourceMethod("GET", "/users", false),
            new ResourceMethod("POST", "/users/{id: [0-9]{1,3}}/lines", true),
            new ResourceMethod("PATCH", "/users/{id}", true),
            new ResourceMethod("PATCH", "/users/all", false),
            new ResourceMethod("POST", "/ratings", true),
            new ResourceMethod("POST", "/ratings/{any: .*}", false));

    @ParameterizedTest
    @CsvSource({
        "POST, /users, true",
        "POST, /users/, true",
        "POST, /users?x=/, true",
        "POST, /usersx, false",
        "POST, /users/1, false",
        "GET, /users, false",
        "PUT, /users, false",
        "POST, /users/123/lines, true",
        "POST, /users/1234/lines, false",
        "PATCH, /users/5, true",
        "PATCH, /users/a%20b, true",
        "PATCH, /users/all, false",
        "PATCH, /users/al%6C, false",
        "PATCH, /users/all;v=1, false",
        "PATCH, /users/al%6C%3Bv=1, false",
        "PATCH, /users/5/more, false",
        "POST, /ratings, true",
        "POST, /ratings/1, false",
        "POST, /, false",
    })
    void aRequestIsForAOnceOnlyMethodWhereEveryTemplateThatFitsIs(String method, String target, boolean expected) {
        assertThat(methods.contains(method, target)).isEqualTo(expected);
    }

    @Test
    void aMethodIsTheResourcesWhereAllItsPathsAre() {
        assertThat(methods.methodsOf("users")).containsExactly("POST");
        assertThat(methods.methodsOf("ratings")).isEmpty();
        assertThat(methods.methodsOf("unknown")).isEmpty();
        assertThat(learned(new ResourceMethod("POST", "/users", true), new ResourceMethod("POST", "/{any}", false))
                        .methodsOf("users"))
                .isEmpty();
    }

    @Test
    void withoutAnyItContainsNone() {
        assertThat(new OnceOnlyMethods().contains("POST", "/users")).isFalse();
    }

    @Test
    void aVariableThatDoesNotEndIsRefused() {
        assertThatThrownBy(() -> learned(new ResourceMethod("POST", "/users/{id: [0-9]{2}", true)))
                .hasMessageContaining("/users/{id: [0-9]{2}");
    }

    private static OnceOnlyMethods learned(ResourceMethod... methods) {
        OnceOnlyMethods learned = new OnceOnlyMethods();
        learned.learn(List.of(methods));
        return learned;
    }
}
