package io.pullway.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** A script of {@code scripts/}, run to its end as somebody at a terminal does. */
final class CheckoutScript {
    private CheckoutScript() {}

    /** @param output standard output and error together */
    record Result(int exit, String output) {}

    static Result run(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                Checkout.root().resolve("scripts").resolve(name).toString()),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), output);
    }
}
