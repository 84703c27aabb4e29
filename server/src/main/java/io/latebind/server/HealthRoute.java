package io.latebind.server;

import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.JsonAnswer;
import io.latebind.server.http.OpenRoute;
import io.latebind.server.kernel.DatabaseUnavailable;
import java.util.function.BooleanSupplier;

/** {@code GET /health}: 200 while everything serves, 503 while the database does not. */
final class HealthRoute {
    private final BooleanSupplier databaseServes;

    HealthRoute(BooleanSupplier databaseServes) {
        this.databaseServes = databaseServes;
    }

    OpenRoute route() {
        return new OpenRoute(
                HttpMethod.GET, "/health", "asked by load balancers and supervisors, which hold no key", _ -> health());
    }

    private HttpAnswer health() {
        if (!databaseServes.getAsBoolean()) {
            throw new DatabaseUnavailable("the database does not serve", new IllegalStateException("health"));
        }
        return JsonAnswer.of(200, new Health("UP"));
    }

    private record Health(String status) {}
}
