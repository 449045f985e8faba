package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing of a service can be reached but its management. */
@ExtendWith(SharedPlatform.class)
final class S30_AServiceHasNoPortTest {
    private static final String LISTENING = "0A";

    private final Platform platform;

    S30_AServiceHasNoPortTest(Platform platform) {
        this.platform = platform;
    }

    @Test
    void itListensOnItsManagementPortOnly() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "only Linux tells who listens where");
        Program echo = platform.echo(1);

        assertThat(listeningPorts(echo.process().pid()))
                .containsExactly(echo.management("/").getPort());
    }

    @Test
    void aProxyListensOnItsTwoPortsOnly() throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/net")), "only Linux tells who listens where");
        Program proxy = platform.proxy(1);

        assertThat(listeningPorts(proxy.process().pid()))
                .containsExactlyInAnyOrder(proxy.port(), proxy.management("/").getPort());
    }

    /** By the kernel's table of sockets, of which a process shows its own among its open files. */
    private static Set<Integer> listeningPorts(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Set<String> own;
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            own = files.map(S30_AServiceHasNoPortTest::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
        }
        try (Stream<String> sockets = Stream.of("net/tcp", "net/tcp6")
                .map(process::resolve)
                .filter(Files::exists)
                .flatMap(S30_AServiceHasNoPortTest::lines)) {
            // Columns: number, local address, remote address, state, …, the tenth is the inode.
            return sockets.map(line -> List.of(line.strip().split("\\s+")))
                    .filter(columns -> columns.get(3).equals(LISTENING) && own.contains(columns.get(9)))
                    .map(columns -> columns.get(1))
                    .map(address -> Integer.parseInt(address.substring(address.indexOf(':') + 1), 16))
                    .collect(Collectors.toSet());
        }
    }

    /** Empty for a file that was closed meanwhile. */
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    private static Stream<String> lines(Path table) {
        try {
            return Files.readAllLines(table).stream().skip(1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
