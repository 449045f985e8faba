package io.pullway.scenario;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class the one platform of this run that scenarios share when they neither break it nor need
 * special settings: one proxy and one echo service with the default configuration. Started for the first
 * that asks, ended after the last test of all.
 */
final class SharedPlatform implements ParameterResolver {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(SharedPlatform.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Platform.class;
    }

    @Override
    public Platform resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // What the root store holds and can be closed is closed at the end of the run.
        return context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent("platform", key -> Platform.of("shared").start(), Platform.class);
    }
}
