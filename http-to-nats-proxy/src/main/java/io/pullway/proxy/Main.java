package io.pullway.proxy;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** Starts the proxy. */
@QuarkusMain
public final class Main {
    private Main() {}

    public static void main(String... args) {
        // Quarkus would refuse targets that java.net.URI does not like, browsers' unescaped "|" in a query
        // among them. What may not be forwarded is decided in one place, RequestSubject.
        System.setProperty("vertx.disableURIValidation", "true");
        // Netty looks for UpgradeGuard.
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
        Quarkus.run(args);
    }
}
