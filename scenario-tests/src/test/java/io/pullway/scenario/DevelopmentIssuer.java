package io.pullway.scenario;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code pullway token} with its keys in a folder of the test's own. */
record DevelopmentIssuer(Path folder) {
    /** A token of this user, alone. @param more options, such as {@code --valid 2s} */
    String token(String user, String... more) {
        return pullway(Stream.concat(Stream.of("token", "--user", user), Stream.of(more))
                .toList());
    }

    /** For {@code Authorization}. */
    String bearer(String user, String... more) {
        return "Bearer " + token(user, more);
    }

    /** Where its public keys are, as proxies and services are told. */
    String jwks() {
        return "file:" + pullway(List.of("token", "jwks"));
    }

    void rotate() {
        pullway(List.of("token", "rotate"));
    }

    private String pullway(List<String> arguments) {
        List<String> all = Stream.concat(arguments.stream(), Stream.of("--keys", folder.toString()))
                .toList();
        return CommandLine.with(Map.of(), all).succeeded().output().strip();
    }
}
