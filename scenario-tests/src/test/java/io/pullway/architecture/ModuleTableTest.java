package io.pullway.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing depends upwards; the proxy and the services share only the wire contract, and the connection that it travels by. */
final class ModuleTableTest {
    private static final String NATS = "io.nats..";

    @Test
    void everyModuleWithCodeStandsInTheTable() {
        assertThat(ProductModule.foldersWithCode()).isEqualTo(ProductModule.folders());
    }

    @ParameterizedTest
    @EnumSource
    void aModuleUsesOnlyThoseThatTheTableAllows(ProductModule module) {
        onlyTheAllowedModules(module).check(module.classes());
    }

    @ParameterizedTest
    @EnumSource
    void aModuleKeepsToItsOwnPackages(ProductModule module) {
        classes().should().resideInAPackage(module.allowedPackages()[0]).check(module.classes());
    }

    @Test
    void theTableIsBrokenByAProxyThatKnowsTheServer() {
        assertThatThrownBy(() -> onlyTheAllowedModules(ProductModule.PROXY).check(ProductModule.ECHO.classes()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("io.pullway.server.RequestContext");
    }

    @Test
    void theContractNeedsNothingButJnatsAndTheJdk() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("io.pullway.wire..", NATS, "java..", "javax.crypto.."))
                .check(ProductModule.CONTRACT.classes());
    }

    @Test
    void theConnectionNeedsNothingButNettyAndWhatTheContractNeeds() {
        classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "io.pullway.corenats..", "io.pullway.wire..", NATS, "io.netty..", "java..", "javax.net.ssl.."))
                .check(ProductModule.CORE_NATS.classes());
    }

    @ParameterizedTest
    @EnumSource(names = {"ECHO", "MODERATION", "RATING", "ONCE_ONLY", "SERVER_DEPLOYMENT"})
    void anApplicationKnowsNothingOfNats(ProductModule module) {
        noClasses().should().dependOnClassesThat().resideInAPackage(NATS).check(module.classes());
    }

    @Test
    void onlyThePortsOfTheProxyKnowNats() {
        assertThat(whoKnowsNats(ProductModule.PROXY))
                .containsExactlyInAnyOrder(
                        "EventFeed",
                        "EventFeeds",
                        "EventPull",
                        "JetStreamPort",
                        "LetterDesk",
                        "PlatformGatherer",
                        "QueueReader",
                        "RecordPort",
                        "StreamQueries");
    }

    @Test
    void inTheEventsOnlyTheChannelsKnowNats() {
        assertThat(whoKnowsNats(ProductModule.EVENTS))
                .containsExactly("EventIntake", "EventSettlement", "EventStore", "EventStream", "EventsLink");
    }

    /** Requests are pulled, answered and acknowledged by a connection of the contract; jnats does the rest. */
    @Test
    void inTheServerOnlyWhatAsksJetStreamKnowsNats() {
        assertThat(whoKnowsNats(ProductModule.SERVER))
                .containsExactly(
                        "CallPort",
                        "Cancellations",
                        "Connections",
                        "DeadLetters",
                        "PresencePublisher",
                        "PullServer",
                        "RequestWorker",
                        "ServiceCalls",
                        "StreamBinder");
    }

    @Test
    void oneClassHoldsWhatVertxDoesNotPromiseToKeep() {
        noClasses()
                .that(not(nameMatching("io\\.pullway\\.server\\.InJvmHttp(\\$.*)?")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "io.vertx.core.http.impl..", "io.vertx.core.net.impl..", "io.quarkus.vertx.http.runtime"))
                .check(ProductModule.SERVER.classes());
        assertThat(ProductModule.SERVER.classes().contain("io.pullway.server.InJvmHttp"))
                .isTrue();
    }

    @Test
    void oneClassOfTheProxyKnowsTheOidcClient() {
        noClasses()
                .that(not(nameMatching("io\\.pullway\\.proxy\\.signin\\.OidcIssuer(\\$.*)?")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.quarkus.oidc.."))
                .check(ProductModule.PROXY.classes());
        assertThat(ProductModule.PROXY.classes().contain("io.pullway.proxy.signin.OidcIssuer"))
                .isTrue();
    }

    @Test
    void inTheCommandLineOnlyTheViewOfAClusterKnowsKubernetes() {
        noClasses()
                .that(not(resideInAPackage("io.pullway.cli.cluster..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.fabric8.."))
                .check(ProductModule.CLI.classes());
        assertThat(ProductModule.CLI.classes().contain("io.pullway.cli.cluster.ClusterView"))
                .isTrue();
    }

    private static ArchRule onlyTheAllowedModules(ProductModule module) {
        return noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.pullway..").and(not(resideInAnyPackage(module.allowedPackages()))))
                .because("the module table of the design allows " + module + " no more");
    }

    /** Simple names; a nested class counts as the one that it is written in. */
    private static Set<String> whoKnowsNats(ProductModule module) {
        Set<String> names = new TreeSet<>();
        for (JavaClass type : module.classes()) {
            boolean knowsNats = type.getDirectDependenciesFromSelf().stream()
                    .anyMatch(uses -> resideInAPackage(NATS).test(uses.getTargetClass()));
            if (knowsNats) {
                names.add(type.getName()
                        .substring(type.getPackageName().length() + 1)
                        .replaceFirst("\\$.*", ""));
            }
        }
        return names;
    }
}
