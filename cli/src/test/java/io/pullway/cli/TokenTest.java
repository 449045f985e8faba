package io.pullway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwt.consumer.JwtContext;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The development issuer: what it signs, and how it keeps its keys. */
class TokenTest {
    @TempDir
    private Path parent;

    private Path folder;

    @BeforeEach
    void noKeysYet() {
        folder = parent.resolve("some/issuer");
    }

    @Test
    void theFirstRunMakesKeysAndPrintsATokenAlone() throws Exception {
        Run run = token("--role", "user", "--role", "moderator");

        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}\n");
        JwtClaims claims = verified(run.out().strip()).getJwtClaims();
        assertThat(claims.getIssuer()).isEqualTo("https://issuer.pullway.invalid");
        assertThat(claims.getAudience()).containsExactly("pullway");
        assertThat(claims.getSubject()).isEqualTo("ada");
        assertThat(claims.getStringListClaimValue("groups")).containsExactly("user", "moderator");
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(3_600);
    }

    @Test
    void everythingInItCanBeSaid() throws Exception {
        JwtClaims claims = verified(token("--issuer", "https://a.example", "--audience", "shop", "--valid", "90s")
                        .out()
                        .strip())
                .getJwtClaims();

        assertThat(claims.getIssuer()).isEqualTo("https://a.example");
        assertThat(claims.getAudience()).containsExactly("shop");
        assertThat(claims.getStringListClaimValue("groups")).isEmpty();
        assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
                .isEqualTo(90);
    }

    @Test
    void nobodyElseMayReadTheKeys() throws Exception {
        token();

        assertThat(permissions(folder)).isEqualTo("rwx------");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.toList())
                    .hasSize(3)
                    .allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
        }
        assertThat(Files.readString(folder.resolve("jwks.json"))).doesNotContain("\"d\"");
    }

    @Test
    void saysWhereThePublicKeysAre() {
        Run run = Run.of("token", "jwks", "--keys", folder.toString());

        assertThat(run).isEqualTo(new Run(0, folder.resolve("jwks.json") + "\n", ""));
        assertThat(folder.resolve("jwks.json")).isNotEmptyFile();
        assertThat(Run.of("token", "keys", "--keys", folder.toString())).isEqualTo(run);
    }

    @Test
    void aNewKeySignsAndTokensOfTheOldOneStayGood() throws Exception {
        String before = token().out().strip();
        Run rotation = Run.of("token", "rotate", "--keys", folder.toString());
        String after = token().out().strip();

        assertThat(rotation.exitCode()).isZero();
        assertThat(keyId(after)).isEqualTo(rotation.out().strip()).isNotEqualTo(keyId(before));
        assertThat(published()).hasSize(2);
    }

    @Test
    void keysOfLongAgoAreForgotten() throws Exception {
        for (int i = 0; i < 15; i++) {
            Run.of("token", "rotate", "--keys", folder.toString());
        }
        verified(token().out().strip());
        assertThat(published()).hasSize(10);
    }

    @Test
    void manyWhoStartAtTheSameTimeMakeOneKey() throws Exception {
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            started.add(process("token", "--user", "ada", "--keys", folder.toString()));
        }
        Set<String> keyIds = new HashSet<>();
        for (Process process : started) {
            String out = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor()).as(out).isZero();
            keyIds.add(keyId(out.strip()));
        }
        assertThat(keyIds).hasSize(1);
        assertThat(published()).hasSize(1);
    }

    @Test
    void tokensAreGoodWhileKeysAreRotated() throws Exception {
        token();
        List<Process> started = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            started.add(process("token", "rotate", "--keys", folder.toString()));
            started.add(process("token", "--user", "ada", "--keys", folder.toString()));
        }
        for (int i = 0; i < started.size(); i++) {
            String out = new String(started.get(i).getInputStream().readAllBytes());
            assertThat(started.get(i).waitFor()).as(out).isZero();
            if (i % 2 == 1) {
                verified(out.strip());
            }
        }
        assertThat(published()).hasSize(4);
    }

    @Test
    void whatIsNoKeyIsNotReplaced() throws Exception {
        token();
        for (String file : List.of("jwks.json", "key.json")) {
            Files.writeString(folder.resolve(file), "{}");
            Run run = file.equals("key.json") ? token() : Run.of("token", "rotate", "--keys", folder.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).startsWith(folder.resolve(file) + ": this is no file of pullway token.");
            assertThat(run.out()).isEmpty();
            assertThat(folder.resolve(file)).hasContent("{}");
        }
    }

    @Test
    void saysThatTheFolderCannotBeUsed() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "");
        Run run =
                Run.of("token", "--user", "ada", "--keys", file.resolve("below").toString());

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("cannot be read or written", "--keys says another folder.");
    }

    @Test
    void aWrongCommandLineSaysWhatIsMissing() {
        assertThat(Run.of("token")).satisfies(run -> {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).startsWith("Say whose token it is: --user NAME.");
        });
        assertThat(token("--valid", "500ms").err()).startsWith("--valid must be at least 1s.");
        assertThat(token("--role", "").err()).startsWith("--role must not be empty");
        assertThat(token("--valid", "1d").exitCode()).isEqualTo(2);
        assertThat(folder).doesNotExist();
    }

    private Run token(String... more) {
        List<String> all = new ArrayList<>(List.of("token", "--user", "ada", "--keys", folder.toString()));
        all.addAll(List.of(more));
        return Run.of(all.toArray(String[]::new));
    }

    private static Process process(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Pullway.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private JwtContext verified(String token) throws Exception {
        try {
            return new JwtConsumerBuilder()
                    .setVerificationKeyResolver(new JwksVerificationKeyResolver(published()))
                    .setSkipDefaultAudienceValidation()
                    .build()
                    .process(token);
        } catch (InvalidJwtException e) {
            throw new AssertionError(token, e);
        }
    }

    private String keyId(String token) throws Exception {
        return verified(token).getJoseObjects().getFirst().getKeyIdHeaderValue();
    }

    private List<JsonWebKey> published() throws Exception {
        return new JsonWebKeySet(Files.readString(folder.resolve("jwks.json"))).getJsonWebKeys();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
