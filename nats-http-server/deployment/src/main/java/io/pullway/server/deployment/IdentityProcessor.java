package io.pullway.server.deployment;

import io.pullway.server.identity.AlgorithmsAtStart;
import io.pullway.server.identity.TokensByFile;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** Tokens, in applications that verify them with SmallRye JWT. */
final class IdentityProcessor {
    @BuildStep
    void tokens(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.JWT)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(TokensByFile.class));
            beans.produce(AdditionalBeanBuildItem.unremovableOf(AlgorithmsAtStart.class));
        }
    }
}
