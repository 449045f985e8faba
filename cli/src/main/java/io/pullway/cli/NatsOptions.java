package io.pullway.cli;

import io.pullway.cli.streams.GoDuration;
import io.pullway.cli.streams.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of every command that connects to NATS; where one is missing, the variables of the nats CLI
 * count, then a context of it.
 */
final class NatsOptions {
    static final String DEFAULT_SERVER = "nats://127.0.0.1:4222";

    @Option(
            names = {"-s", "--server"},
            paramLabel = "URL",
            description = "NATS servers, joined by commas. Otherwise NATS_URL, else " + DEFAULT_SERVER + ".")
    private String server;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "Context of the nats CLI. Otherwise NATS_CONTEXT; otherwise, if no server is said either,"
                    + " the one that is selected there.")
    private String context;

    @Option(
            names = "--creds",
            paramLabel = "FILE",
            description = "Credentials file of a NATS user. Otherwise NATS_CREDS.")
    private String credentials;

    @Option(names = "--nkey", paramLabel = "FILE", description = "File with the seed of an NKey. Otherwise NATS_NKEY.")
    private String nkey;

    @Option(names = "--user", paramLabel = "NAME", description = "NATS user. Otherwise NATS_USER.")
    private String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "Its password. Otherwise NATS_PASSWORD, which other users of the machine cannot see.")
    private String password;

    @Option(
            names = "--tlsca",
            paramLabel = "FILE",
            description = "Certificates (PEM) of the authorities to believe. Otherwise NATS_CA, else those of the JDK.")
    private String authorities;

    @Option(
            names = "--tlscert",
            paramLabel = "FILE",
            description = "Certificate (PEM) to show to the server. Otherwise NATS_CERT.")
    private String certificate;

    @Option(names = "--tlskey", paramLabel = "FILE", description = "Its key (PEM, PKCS#8). Otherwise NATS_KEY.")
    private String key;

    @Option(
            names = "--inbox-prefix",
            paramLabel = "PREFIX",
            description = "Where answers come back to, for a user who may not subscribe to the usual _INBOX.")
    private String inboxPrefix;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "5s",
            converter = DurationConverter.class,
            description = "For connecting and for each answer of the server, such as 500ms or 30s."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration timeout;

    /** Names a setting as the contexts of the nats CLI do; null means that it is not said here. */
    interface Source extends UnaryOperator<String> {}

    /**
     * Where settings are said, the first to ask first: the command line, the variables of the nats CLI, a
     * context of it.
     *
     * @throws RefusedException when the context does not exist or cannot be read
     */
    List<Source> sources() throws RefusedException {
        return List.of(this::said, NatsOptions::variable, context());
    }

    Duration timeout() {
        return timeout;
    }

    private Source context() throws RefusedException {
        String name = context != null ? context : variable("context");
        if (name == null && (server != null || variable("url") != null)) {
            // Whoever names a server does not mean to show it the login for another one.
            return setting -> null;
        }
        return NatsContext.load(name, NatsContext.folder());
    }

    private String said(String setting) {
        return switch (setting) {
            case "url" -> server;
            case "creds" -> credentials;
            case "nkey" -> nkey;
            case "user" -> user;
            case "password" -> password;
            case "ca" -> authorities;
            case "cert" -> certificate;
            case "key" -> key;
            case "inbox_prefix" -> inboxPrefix;
            default -> null;
        };
    }

    private static String variable(String setting) {
        String value = System.getenv("NATS_" + setting.toUpperCase(Locale.ROOT));
        return value == null || value.isBlank() ? null : value;
    }

    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration duration;
            try {
                duration = GoDuration.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
            if (duration.isZero()) {
                throw new TypeConversionException("it must be longer than nothing");
            }
            return duration;
        }
    }
}
