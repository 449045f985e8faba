package io.pullway.server;

import io.pullway.server.OnceOnlyMethods.ResourceMethod;
import io.quarkus.arc.runtime.BeanContainer;
import io.quarkus.runtime.annotations.Recorder;
import java.util.List;

/** Hands over what was found when the application was built. */
@Recorder
public class OnceOnlyRecorder {
    public void handOver(BeanContainer beans, List<ResourceMethod> methods) {
        beans.beanInstance(OnceOnlyMethods.class).learn(methods);
    }
}
