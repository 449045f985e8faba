package io.pullway.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who may what stands at the method that does it: a rule about paths is forgotten when a path changes. */
final class AccessByAnnotationTest {
    /** Quarkus' rules about paths, in any profile. */
    private static final String RULE =
            "(%[^.]+\\.)?quarkus\\.(http|management)\\.auth\\.(permission|policy|roles-mapping).*";

    @ParameterizedTest
    @EnumSource
    void noModuleHasRulesAboutPaths(ProductModule module) {
        assertThat(module.settings()).noneMatch(line -> line.matches(RULE));
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("io.quarkus.vertx.http.security.HttpSecurity")
                .check(module.classes());
    }

    @Test
    void theRatingServiceDeniesWhatHasNoAnnotation() {
        assertThat(ProductModule.RATING.settings()).contains("quarkus.security.jaxrs.deny-unannotated-endpoints=true");
    }

    @Test
    void aRuleAboutPathsIsFound() {
        assertThat("%prod.quarkus.http.auth.permission.all.paths=/*").matches(RULE);
        assertThat("quarkus.http.auth.policy.admins.roles-allowed=admin").matches(RULE);
    }
}
