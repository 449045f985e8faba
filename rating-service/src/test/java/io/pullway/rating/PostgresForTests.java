package io.pullway.rating;

import io.pullway.fixtures.PostgresServer;
import io.pullway.rating.identity.TestIssuer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/**
 * Gives the application a PostgreSQL of its own, and the tests that ask for it by a field the server. And the keys of
 * the issuer whose tokens tests make.
 */
public class PostgresForTests implements QuarkusTestResourceLifecycleManager {
    private PostgresServer postgres;

    @Override
    public Map<String, String> start() {
        postgres = PostgresServer.started();
        return Map.of(
                "pullway.database.url", postgres.jdbcUrl(),
                "pullway.database.user", postgres.user(),
                "pullway.database.password", postgres.password(),
                "pullway.rating.seed", "true",
                "pullway.identity.jwks", TestIssuer.jwks());
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(postgres, new TestInjector.MatchesType(PostgresServer.class));
    }

    @Override
    public void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }
}
