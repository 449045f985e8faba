package io.pullway.server.deployment;

import io.pullway.server.calls.CallFilter;
import io.pullway.server.calls.CallSpans;
import io.pullway.server.calls.ServiceCalls;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;

/** Calls of other services, in applications that have Quarkus' REST client. */
final class CallsProcessor {
    @BuildStep
    void calls(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isMissing(Capability.REST_CLIENT_REACTIVE)) {
            return;
        }
        beans.produce(AdditionalBeanBuildItem.unremovableOf(ServiceCalls.class));
        beans.produce(AdditionalBeanBuildItem.unremovableOf(CallFilter.class));
        if (capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(CallSpans.class));
        }
    }
}
