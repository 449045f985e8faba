package io.pullway.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.AbstractList;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the style asks of every class of the product. Each rule is also shown a class that breaks it. */
final class CodeStyleTest {
    private static final ArchRule TELLING_NAMES = noClasses()
            .should()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)(\\$.*)?");

    private static final ArchRule NO_STANDARD_STREAMS = noClasses().should(ACCESS_STANDARD_STREAMS);

    private static final Set<String> INJECTING =
            Set.of("Inject", "ConfigProperty", "Context", "PersistenceContext", "RestClient", "Resource");

    private static final ArchRule NO_FIELD_INJECTION = fields().should(not(
            beAnnotatedWith(DescribedPredicate.<JavaAnnotation<?>>describe(
                    "an annotation that injects",
                    annotation -> INJECTING.contains(annotation.getRawType().getSimpleName())))));

    @ParameterizedTest
    @EnumSource
    void noNameHidesWhatTheClassIs(ProductModule module) {
        TELLING_NAMES.check(module.classes());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsInjectedIntoFields(ProductModule module) {
        NO_FIELD_INJECTION.allowEmptyShould(true).check(module.classes());
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsWrittenPastTheLog(ProductModule module) {
        NO_STANDARD_STREAMS.check(module.classes());
    }

    @Test
    void theRulesFindWhatBreaksThem() {
        assertThat(isBrokenBy(TELLING_NAMES, AbstractList.class)).isTrue();
        assertThat(isBrokenBy(TELLING_NAMES, SampleHelper.class)).isTrue();
        assertThat(isBrokenBy(NO_STANDARD_STREAMS, SampleHelper.class)).isTrue();
        assertThat(isBrokenBy(NO_FIELD_INJECTION, SampleHelper.class)).isTrue();
    }

    private static boolean isBrokenBy(ArchRule rule, Class<?> type) {
        return rule.evaluate(new ClassFileImporter().importClasses(type)).hasViolation();
    }

    private @interface Inject {}

    private static final class SampleHelper {
        @Inject
        private Object injected;

        @Override
        public String toString() {
            System.out.println(injected);
            return "sample";
        }
    }
}
