package io.pullway.cli;

import io.pullway.cli.issuer.IssuerServer;
import io.pullway.cli.issuer.TokenGrants;
import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pullway issuer}: an OIDC provider for development and tests, at which browsers sign in. */
@Command(
        name = "issuer",
        header = "Runs an OIDC provider for development, whose page lets one choose who to be.",
        description = {
            "",
            "Listens on 127.0.0.1 only, asks for no password, and stays until it is interrupted. It signs with the keys"
                    + " of \"pullway token\". Browsers sign in at it when proxies are started with"
                    + " pullway.sign-in.issuer, which is what it prints. In production that is an OIDC provider.",
            ""
        },
        footer = {
            "",
            "Example:",
            "  pullway issuer --port 8070",
            "",
            "Exit codes: 0 interrupted, 1 refused or failed, 2 wrong command line."
        })
final class IssuerCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8070",
            description = "Where it listens; 0 for any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--valid",
            paramLabel = "DURATION",
            defaultValue = "5m",
            converter = NatsOptions.DurationConverter.class,
            description = "Until access tokens expire and are refreshed, at least 1s. Default: ${DEFAULT-VALUE}.")
    private Duration valid;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            defaultValue = "https://issuer.pullway.invalid",
            description = "Who issues tokens (iss), as pullway.identity.issuer. Default: ${DEFAULT-VALUE}.")
    private String issuer;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = "pullway",
            description = "Whom access tokens are for (aud), as pullway.identity.audience. Default: ${DEFAULT-VALUE}.")
    private String audience;

    @Option(
            names = "--client",
            paramLabel = "NAME",
            defaultValue = "pullway-browser",
            description = "Who may ask for them, as pullway.sign-in.client-id. Default: ${DEFAULT-VALUE}.")
    private String client;

    @Mixin
    private KeysOption keys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException, InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw wrong("--port must be 0 to " + MAX_PORT + ".");
        }
        if (valid.toSeconds() < 1) {
            throw wrong("--valid must be at least 1s.");
        }
        keys.folder().signingKey();
        TokenGrants.Terms terms = new TokenGrants.Terms(issuer, audience, client, valid);
        try (IssuerServer server = new IssuerServer(port, keys.folder(), terms)) {
            spec.commandLine().getOut().println(server.url());
            spec.commandLine().getOut().flush();
            new CountDownLatch(1).await();
        } catch (IOException e) {
            throw new RefusedException(
                    "Port " + port + " cannot be opened (" + e.getMessage() + "): --port says another.");
        }
        return 0;
    }

    private ParameterException wrong(String complaint) {
        return new ParameterException(spec.commandLine(), complaint);
    }
}
