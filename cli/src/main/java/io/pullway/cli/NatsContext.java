package io.pullway.cli;

import io.nats.client.support.JsonParser;
import io.nats.client.support.JsonValue;
import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A context of the nats CLI (NATS ADR-21): settings under a name, in a file. What this program does not
 * support in it ({@code nsc}, {@code user_jwt}, domains, TLS first, certificate stores) is not used.
 */
final class NatsContext implements NatsOptions.Source {
    private static final Set<String> FILES = Set.of("creds", "nkey", "ca", "cert", "key");

    private final Map<String, JsonValue> settings;

    private NatsContext(Map<String, JsonValue> settings) {
        this.settings = settings;
    }

    /** Where the nats CLI keeps its configuration. */
    static Path folder() {
        String configured = System.getenv("XDG_CONFIG_HOME");
        Path base = configured == null || configured.isBlank()
                ? Path.of(System.getProperty("user.home"), ".config")
                : Path.of(configured);
        return base.resolve("nats");
    }

    /**
     * @param name null for the one that is selected; then, if none is, a context without settings
     * @throws RefusedException when there is no such context, or no JSON in its file
     */
    static NatsContext load(String name, Path folder) throws RefusedException {
        try {
            String chosen = name != null ? name : selected(folder);
            if (chosen == null) {
                return new NatsContext(Map.of());
            }
            Path file = folder.resolve("context").resolve(chosen + ".json");
            if (chosen.contains("/") || chosen.contains("..") || !Files.isReadable(file)) {
                throw new RefusedException("There is no context \"" + chosen + "\" of the nats CLI (" + file
                        + "): --context says another.");
            }
            JsonValue json = JsonParser.parse(Files.readString(file));
            if (json.map == null) {
                throw new RefusedException(file + ": this is no context of the nats CLI.");
            }
            return new NatsContext(json.map);
        } catch (IOException e) {
            throw new RefusedException("The contexts of the nats CLI in " + folder + " cannot be read: "
                    + Objects.requireNonNullElse(e.getMessage(), "no JSON") + ".");
        }
    }

    private static String selected(Path folder) throws IOException {
        Path file = folder.resolve("context.txt");
        String name = Files.isReadable(file) ? Files.readString(file).strip() : "";
        return name.isEmpty() ? null : name;
    }

    @Override
    public String apply(String setting) {
        JsonValue value = settings.get(setting);
        if (value == null || value.string == null || value.string.isBlank()) {
            return null;
        }
        boolean inHome = FILES.contains(setting) && value.string.startsWith("~/");
        return inHome ? System.getProperty("user.home") + value.string.substring(1) : value.string;
    }
}
