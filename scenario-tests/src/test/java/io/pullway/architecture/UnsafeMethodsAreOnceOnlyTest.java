package io.pullway.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What services on PostgreSQL change is changed once, however often a request is delivered: every method that is not safe (RFC
 * 9110 section 9.2.1).
 */
final class UnsafeMethodsAreOnceOnlyTest {
    private static final String ONCE_ONLY = "io.pullway.once.OnceOnly";
    private static final Set<String> UNSAFE =
            Set.of("jakarta.ws.rs.POST", "jakarta.ws.rs.PUT", "jakarta.ws.rs.PATCH", "jakarta.ws.rs.DELETE");

    /** Its answer shows a key, which nothing may keep: who misses it deletes that key and asks for another. */
    private static final String SHOWN_ONCE = "ApiKeyResource.create";

    /** Makes averages anew from the events that there are: the same however often, and in transactions of its own. */
    private static final String REPEATABLE = "AveragesResource.rebuild";

    @Test
    void everyUnsafeMethodOfTheRatingServiceIsButTwo() {
        assertThat(withoutOnceOnly(ProductModule.RATING)).containsExactlyInAnyOrder(SHOWN_ONCE, REPEATABLE);
    }

    @Test
    void everyUnsafeMethodOfTheModerationServiceIs() {
        assertThat(withoutOnceOnly(ProductModule.MODERATION)).isEmpty();
    }

    private static List<String> withoutOnceOnly(ProductModule module) {
        List<JavaMethod> unsafe = module.classes().stream()
                // What it serves: an interface is one that it calls.
                .filter(type -> !type.isInterface())
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> UNSAFE.stream().anyMatch(method::isAnnotatedWith))
                .toList();
        assertThat(unsafe).as("unsafe methods of %s", module).isNotEmpty();
        return unsafe.stream()
                .filter(method -> !method.isAnnotatedWith(ONCE_ONLY))
                .map(method -> method.getOwner().getSimpleName() + "." + method.getName())
                .toList();
    }
}
