package io.pullway.cli;

import io.pullway.cli.issuer.TokenRequest;
import io.pullway.cli.streams.RefusedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pullway token}: an issuer of tokens for development and tests. */
@Command(
        name = "token",
        header = "Prints a signed token (JWT) for development and tests.",
        description = {
            "",
            "The first run makes the keys. Proxies and services accept its tokens when they read the public keys:"
                    + " pullway.identity.jwks is file: and what \"pullway token jwks\" prints. In production an"
                    + " OIDC provider issues tokens.",
            ""
        },
        subcommands = {TokenJwks.class, TokenRotate.class},
        footer = {
            "",
            "Example:",
            "  curl -H \"Authorization: Bearer $(pullway token --user ada --role user)\" http://localhost:8080/api/users",
            "",
            "Exit codes: 0 done, 1 refused or failed, 2 wrong command line."
        })
final class TokenCommand implements Callable<Integer> {
    @Option(names = "--user", paramLabel = "NAME", description = "Whose token it is (sub). Required.")
    private String user;

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            description = "What they may do (groups), such as user, moderator or admin. May be said several times;"
                    + " without it the token has no role.")
    private List<String> roles = List.of();

    @Option(
            names = "--valid",
            paramLabel = "DURATION",
            defaultValue = "1h",
            converter = NatsOptions.DurationConverter.class,
            description = "Until it expires, at least 1s. Default: ${DEFAULT-VALUE}.")
    private Duration valid;

    @Option(
            names = "--issuer",
            paramLabel = "URL",
            defaultValue = "https://issuer.pullway.invalid",
            description = "Who issues it (iss), as pullway.identity.issuer. Default: ${DEFAULT-VALUE}.")
    private String issuer;

    @Option(
            names = "--audience",
            paramLabel = "NAME",
            defaultValue = "pullway",
            description = "Whom it is for (aud), as pullway.identity.audience. Default: ${DEFAULT-VALUE}.")
    private String audience;

    @Mixin
    private KeysOption keys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws RefusedException {
        if (user == null || user.isBlank()) {
            throw wrong("Say whose token it is: --user NAME.");
        }
        if (valid.toSeconds() < 1) {
            throw wrong("--valid must be at least 1s.");
        }
        if (roles.stream().anyMatch(String::isBlank)) {
            throw wrong("--role must not be empty; leave it out for a token without a role.");
        }
        TokenRequest token = new TokenRequest(user, roles, valid, issuer, audience);
        spec.commandLine().getOut().println(token.signedWith(keys.folder().signingKey()));
        return 0;
    }

    private ParameterException wrong(String complaint) {
        return new ParameterException(spec.commandLine(), complaint);
    }
}
