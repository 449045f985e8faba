package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The simulation {@code Mixed} of load-tests, for some seconds: people browse, and rate twice by mistake. */
final class S120_SimulatedPeopleAreServedTest {
    private static final Path BUILT = Checkout.root().resolve("load-tests/target");

    @Test
    void nobodyIsLostAndNothingIsDoneTwice() throws IOException, InterruptedException {
        try (Platform platform =
                Platform.of("S120").proxies(1).echoes(0).ratings(2).start()) {
            assertThat(simulated(platform, "browse=50,rate=50", 10))
                    .containsPattern("look it up +[1-9]\\d* +0 +0 +0 ")
                    .containsPattern("statistics +[1-9]\\d* +0 +0 +0 ");
        }
    }

    /**
     * A rating that was refused is not looked for, and nothing is wrong with it. Twice as many people come each second as the
     * proxy lets in requests, so that some of each kind are served and many are refused, however fast the machine is.
     */
    @Test
    void whoIsRefusedIsNoFailure() throws IOException, InterruptedException {
        try (Platform platform = Platform.of("S120")
                .proxies(1)
                .echoes(0)
                .ratings(1)
                .proxyEnvironment("PULLWAY_PROXY_RATE_LIMIT_ADDRESS", "15")
                .start()) {
            assertThat(simulated(platform, "rate=100", 30))
                    .containsPattern("new user +[1-9]\\d* +[1-9]\\d* +0 +0 ")
                    .containsPattern("rate +[1-9]\\d* +[1-9]\\d* +0 +0 ");
        }
    }

    /** @param people who come each second @return what it printed, having ended well */
    private static String simulated(Platform platform, String mix, int people)
            throws IOException, InterruptedException {
        Process gatling = new ProcessBuilder(command(platform, mix, people))
                .redirectErrorStream(true)
                .start();
        String output = new String(gatling.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(gatling.waitFor()).as(output).isZero();
        assertThat(output).contains("count of failed events is 0.0 : true (actual : 0.0)");
        return output;
    }

    private static List<String> command(Platform platform, String mix, int people) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dtarget=" + platform.proxy(1).uri(),
                "-Dtoken=" + Tokens.admin().replaceFirst("^Bearer ", ""),
                "-Dmix=" + mix,
                "-Drate=" + people,
                "-Dduration=3s",
                "-Dthink=100ms",
                "-cp",
                Stream.of("test-classes", "classes", "gatling/*")
                        .map(part -> BUILT + "/" + part)
                        .collect(Collectors.joining(File.pathSeparator)),
                "io.gatling.app.Gatling",
                "--simulation",
                "io.pullway.simulation.Mixed",
                "--results-folder",
                platform.logs().resolve("gatling").toString(),
                "--no-reports");
    }
}
