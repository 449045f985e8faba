package io.pullway.scenario;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Tokens of one {@link DevelopmentIssuer} for all platforms with a rating service: made once a run of tests, good for a
 * day. Any thread may call any method.
 */
final class Tokens {
    private static final Path KEYS = Checkout.root().resolve("scenario-tests/target/issuer");
    private static final DevelopmentIssuer ISSUER = new DevelopmentIssuer(KEYS);
    private static final Once JWKS = new Once(ISSUER::jwks);
    private static final Once ADMIN = new Once(() -> ISSUER.bearer("admin", "--role", "admin", "--valid", "24h"));

    private Tokens() {}

    /** The folder of the issuer's keys, private ones too. */
    static Path keys() {
        JWKS.get();
        return KEYS;
    }

    /** Where the public keys are, as proxies and services are told. */
    static String jwks() {
        return JWKS.get();
    }

    /** Of somebody who may do everything, for {@code Authorization}. */
    static String admin() {
        return ADMIN.get();
    }

    /** Of this user in this role, for {@code Authorization}. */
    static String of(String user, String role) {
        return ISSUER.bearer(user, "--role", role, "--valid", "24h");
    }

    private static final class Once {
        private final Supplier<String> made;
        private String value;

        Once(Supplier<String> made) {
            this.made = made;
        }

        synchronized String get() {
            if (value == null) {
                value = made.get();
            }
            return value;
        }
    }
}
