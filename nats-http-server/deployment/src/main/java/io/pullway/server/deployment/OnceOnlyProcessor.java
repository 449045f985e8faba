package io.pullway.server.deployment;

import io.pullway.server.OnceOnlyMethods;
import io.pullway.server.OnceOnlyMethods.ResourceMethod;
import io.pullway.server.OnceOnlyRecorder;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.BeanContainerBuildItem;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.resteasy.reactive.server.deployment.ResteasyReactiveDeploymentBuildItem;
import io.quarkus.resteasy.reactive.server.deployment.ResteasyReactiveResourceMethodEntriesBuildItem;
import io.quarkus.resteasy.reactive.server.deployment.ResteasyReactiveResourceMethodEntriesBuildItem.Entry;
import io.quarkus.vertx.http.deployment.HttpRootPathBuildItem;
import java.util.List;
import java.util.Optional;
import org.jboss.jandex.DotName;
import org.jboss.jandex.MethodInfo;

/** Finds the resource methods that are {@code @OnceOnly}, by the annotation's name: the module is not needed. */
final class OnceOnlyProcessor {
    private static final DotName ONCE_ONLY = DotName.createSimple("io.pullway.once.OnceOnly");

    @BuildStep
    AdditionalBeanBuildItem methods() {
        return AdditionalBeanBuildItem.unremovableOf(OnceOnlyMethods.class);
    }

    @BuildStep
    @Record(ExecutionTime.STATIC_INIT)
    void handOver(
            OnceOnlyRecorder recorder,
            BeanContainerBuildItem beans,
            ResteasyReactiveResourceMethodEntriesBuildItem methods,
            Optional<ResteasyReactiveDeploymentBuildItem> application,
            HttpRootPathBuildItem root) {
        String base = root.getRootPath()
                + application
                        .map(ResteasyReactiveDeploymentBuildItem::getApplicationPath)
                        .orElse("");
        List<ResourceMethod> found = methods.getEntries().stream()
                .filter(entry -> entry.getResourceMethod().getHttpMethod() != null)
                .map(entry -> new ResourceMethod(
                        entry.getResourceMethod().getHttpMethod(), path(base, entry), isOnceOnly(entry)))
                .toList();
        recorder.handOver(beans.getValue(), found);
    }

    private static String path(String base, Entry entry) {
        String method = entry.getResourceMethod().getPath();
        String path = base + '/' + entry.getBasicResourceClassInfo().getPath() + '/' + (method == null ? "" : method);
        String slashes = path.replaceAll("/{2,}", "/");
        return slashes.length() > 1 && slashes.endsWith("/") ? slashes.substring(0, slashes.length() - 1) : slashes;
    }

    /** Where the interceptor works: on the class or its method, not on an interface that it implements. */
    private static boolean isOnceOnly(Entry entry) {
        if (entry.getActualClassInfo().hasDeclaredAnnotation(ONCE_ONLY)) {
            return true;
        }
        MethodInfo declared = entry.getMethodInfo();
        MethodInfo own = entry.getActualClassInfo()
                .method(declared.name(), declared.parameterTypes().toArray(new org.jboss.jandex.Type[0]));
        if (own != null) {
            return own.hasDeclaredAnnotation(ONCE_ONLY);
        }
        return !declared.declaringClass().isInterface() && declared.hasDeclaredAnnotation(ONCE_ONLY);
    }
}
