package io.pullway.server.deployment;

import io.pullway.server.ApiDescription;
import io.pullway.server.ApiDescriptionRoute;
import io.pullway.server.HeadLength;
import io.pullway.server.PullServer;
import io.pullway.server.PullServerReadiness;
import io.pullway.server.ResponseFieldsCheck;
import io.pullway.server.ServedApplication;
import io.pullway.server.Telemetry;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.FeatureBuildItem;
import io.quarkus.deployment.builditem.SystemPropertyBuildItem;
import io.quarkus.resteasy.reactive.spi.ContainerResponseFilterBuildItem;
import io.quarkus.smallrye.health.deployment.spi.HealthBuildItem;

/** Build steps of the extension: it adds the pulling server to the application and says so. */
final class NatsHttpServerProcessor {
    @BuildStep
    FeatureBuildItem feature() {
        return new FeatureBuildItem("nats-http-server");
    }

    @BuildStep
    void server(BuildProducer<AdditionalBeanBuildItem> beans, BuildProducer<HealthBuildItem> health) {
        beans.produce(AdditionalBeanBuildItem.unremovableOf(PullServer.class));
        beans.produce(AdditionalBeanBuildItem.unremovableOf(ServedApplication.class));
        beans.produce(AdditionalBeanBuildItem.unremovableOf(ApiDescription.class));
        beans.produce(AdditionalBeanBuildItem.unremovableOf(Telemetry.class));
        beans.produce(AdditionalBeanBuildItem.unremovableOf(HeadLength.class));
        beans.produce(AdditionalBeanBuildItem.unremovableOf(ResponseFieldsCheck.class));
        health.produce(new HealthBuildItem(PullServerReadiness.class.getName(), true));
    }

    /** Where the application describes itself, it is asked for that through the platform, too. */
    @BuildStep
    void description(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.SMALLRYE_OPENAPI)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(ApiDescriptionRoute.class));
        }
    }

    /** Response filters run in descending order of their priority: these are the last. */
    @BuildStep
    void responseFilters(BuildProducer<ContainerResponseFilterBuildItem> filters) {
        filters.produce(last(ResponseFieldsCheck.class, Integer.MIN_VALUE + 1));
        filters.produce(last(HeadLength.class, Integer.MIN_VALUE));
    }

    private static ContainerResponseFilterBuildItem last(Class<?> filter, int priority) {
        return new ContainerResponseFilterBuildItem.Builder(filter.getName())
                .setPriority(priority)
                .setRegisterAsBean(false)
                .build();
    }

    /**
     * Targets reach the application byte for byte. Quarkus refuses those that {@code java.net.URI} does
     * not like, browsers' unescaped {@code |} in a query among them; the proxy has checked what matters.
     */
    @BuildStep
    SystemPropertyBuildItem targetsAsSent() {
        return new SystemPropertyBuildItem("vertx.disableURIValidation", "true");
    }
}
