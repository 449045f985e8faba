package io.pullway.cli;

import io.pullway.cli.streams.GoDuration;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that connects to NATS; where one is missing, the variables of the nats CLI count. */
final class NatsOptions {
    private static final String DEFAULT_SERVER = "nats://127.0.0.1:4222";

    @Option(
            names = {"-s", "--server"},
            paramLabel = "URL",
            description = "NATS servers, joined by commas. Otherwise NATS_URL, else " + DEFAULT_SERVER + ".")
    private String server;

    @Option(
            names = "--creds",
            paramLabel = "FILE",
            description = "Credentials file of a NATS user. Otherwise NATS_CREDS.")
    private String credentials;

    @Option(names = "--user", paramLabel = "NAME", description = "NATS user. Otherwise NATS_USER.")
    private String user;

    @Option(
            names = "--password",
            paramLabel = "PASSWORD",
            description = "Its password. Otherwise NATS_PASSWORD, which other users of the machine cannot see.")
    private String password;

    @Option(
            names = "--inbox-prefix",
            paramLabel = "PREFIX",
            defaultValue = "_INBOX",
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

    String server() {
        return or(server, "NATS_URL", DEFAULT_SERVER);
    }

    /** Path of the credentials file, or null. */
    String credentials() {
        return or(credentials, "NATS_CREDS", null);
    }

    /** Null when none is said. */
    String user() {
        return or(user, "NATS_USER", null);
    }

    /** Null when none is said. */
    String password() {
        return or(password, "NATS_PASSWORD", null);
    }

    String inboxPrefix() {
        return inboxPrefix;
    }

    Duration timeout() {
        return timeout;
    }

    private static String or(String option, String variable, String otherwise) {
        if (option != null) {
            return option;
        }
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? otherwise : value;
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
