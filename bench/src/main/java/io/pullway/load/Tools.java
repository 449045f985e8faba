package io.pullway.load;

import io.pullway.load.figures.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The programs and files that {@code scripts/bench} has found or built, handed over as system properties {@code bench.*}.
 *
 * @param root of the checkout
 * @param jvmFlags of every Java process that is measured: those of {@code scripts/run-local}
 */
record Tools(Path root, String natsServer, String wrk, List<String> jvmFlags) {
    /** @throws IllegalStateException if this program was not started by its script */
    static Tools ofScript() {
        return new Tools(
                Path.of(property("root")),
                property("nats-server"),
                property("wrk"),
                Arrays.asList(property("jvm-flags").split(" ")));
    }

    static String property(String name) {
        String value = System.getProperty("bench." + name);
        if (value == null) {
            throw new IllegalStateException("bench." + name + " is not set: start this by scripts/bench");
        }
        return value;
    }

    /** One of the command line tools of this JDK. */
    String jdkTool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    /** The command of one of our applications, with the flags that they run with. */
    List<String> application(String module) {
        return java(
                "-jar",
                root.resolve(module + "/target/quarkus-app/quarkus-run.jar").toString());
    }

    /** The command of another program of this jar. */
    List<String> program(Class<?> main, String... arguments) {
        List<String> command = java(
                "-D" + Sample.BYTES + "=" + Sample.JSON.length(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    private List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(jdkTool("java"));
        command.addAll(jvmFlags);
        command.addAll(List.of(arguments));
        return command;
    }
}
