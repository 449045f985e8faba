package io.pullway.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;

/**
 * The images of this checkout, made by the recipe that {@code deploy-service} uses, and run as confined as their pods are
 * ({@code k8s/components/workloads}). Needs a Docker engine. Used by one thread.
 */
final class Images implements AutoCloseable {
    private static final int MANAGEMENT = 9000;
    private static final int HTTP = 8080;
    private static final long MEMORY = 512L * 1024 * 1024;
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Network network = Network.newNetwork();
    private final Path keySet;

    /** @param keySet whose tokens are believed; everybody may read the file */
    Images(Path keySet) {
        this.keySet = keySet;
    }

    /** Builds the image of an application, AOT cache and all. @param askedFor what it is asked while its cache is made */
    static ImageFromDockerfile image(String module, String askedFor) throws IOException, InterruptedException {
        CheckoutScript.Result laidOut = CheckoutScript.run("image", module);
        assertThat(laidOut.exit()).as(laidOut.output()).isZero();
        return new ImageFromDockerfile("pullway-test/" + module, true)
                .withFileFromPath(".", Checkout.root().resolve(module + "/target/image"))
                .withFileFromPath("Dockerfile", Checkout.root().resolve("k8s/images/Dockerfile"))
                .withBuildArg("TRAINED_WITH", askedFor);
    }

    /** A server of others, which the applications reach by this name. */
    GenericContainer<?> server(
            String image, String name, int port, Map<String, String> environment, String... command) {
        GenericContainer<?> server = new GenericContainer<>(image)
                .withNetwork(network)
                .withNetworkAliases(name)
                .withExposedPorts(port)
                .withEnv(environment)
                .withCommand(command)
                .waitingFor(Wait.forListeningPort().withStartupTimeout(START_LIMIT));
        server.start();
        return server;
    }

    /** An instance of an application; returns when it is ready. */
    GenericContainer<?> ready(ImageFromDockerfile image, Map<String, String> environment) {
        GenericContainer<?> application = new GenericContainer<>(image)
                .withNetwork(network)
                .withExposedPorts(MANAGEMENT, HTTP)
                .withEnv("PULLWAY_NATS_SERVERS", "nats://nats:4222")
                .withEnv("QUARKUS_MANAGEMENT_PORT", Integer.toString(MANAGEMENT))
                .withEnv("QUARKUS_HTTP_PORT", Integer.toString(HTTP))
                .withEnv("PULLWAY_IDENTITY_JWKS", "file:/identity/jwks.json")
                .withEnv(environment)
                .withCreateContainerCmdModifier(create -> create.withHostConfig(confined(create.getHostConfig())))
                .waitingFor(Wait.forHttp("/q/health/ready").forPort(MANAGEMENT).withStartupTimeout(START_LIMIT));
        application.start();
        return application;
    }

    private HostConfig confined(HostConfig existing) {
        return (existing == null ? HostConfig.newHostConfig() : existing)
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withTmpFs(Map.of("/tmp", "size=64m"))
                .withMemory(MEMORY)
                .withBinds(new Bind(keySet.toString(), new Volume("/identity/jwks.json"), AccessMode.ro));
    }

    /** Where a proxy answers, from this machine. */
    static Endpoint http(GenericContainer<?> proxy) {
        return () -> proxy.getMappedPort(HTTP);
    }

    /** Where an application tells its health and its figures. */
    static Endpoint management(GenericContainer<?> application) {
        return () -> application.getMappedPort(MANAGEMENT);
    }

    /** Removes the network; the containers first. */
    @Override
    public void close() {
        network.close();
    }
}
