package io.pullway.server.deployment;

import io.pullway.server.QueueSpans;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.builditem.RunTimeConfigurationDefaultBuildItem;

/** Traces, in applications that have {@code quarkus-opentelemetry}: off until they are switched on. */
final class TracesProcessor {
    @BuildStep
    void traces(
            Capabilities capabilities,
            BuildProducer<AdditionalBeanBuildItem> beans,
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults) {
        if (capabilities.isPresent(Capability.OPENTELEMETRY_TRACER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(QueueSpans.class));
            otel(defaults, "sdk.disabled", "${pullway.otel-disabled.${pullway.otel:false}}");
            otel(defaults, "exporter.otlp.endpoint", "${otel.exporter.otlp.endpoint:http://localhost:4317}");
            otel(defaults, "exporter.otlp.protocol", "${otel.exporter.otlp.protocol:grpc}");
        }
    }

    /** Not in the defaults of the extension: Quarkus would warn of them in every application without OpenTelemetry. */
    private static void otel(
            BuildProducer<RunTimeConfigurationDefaultBuildItem> defaults, String property, String value) {
        defaults.produce(new RunTimeConfigurationDefaultBuildItem("quarkus.otel." + property, value));
    }
}
