package io.latebind.server.metrics;

import io.latebind.server.http.HttpObserver;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Stream;

/** Answers by route, method and class of status, with their times. */
final class HttpMetrics implements HttpObserver {
    static final Duration[] BOUNDS = Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
            .map(Duration::ofMillis)
            .toArray(Duration[]::new);

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS");

    private final Meter.MeterProvider<Timer> timers;

    HttpMetrics(MeterRegistry registry, String port) {
        timers = Timer.builder("latebind.http.requests")
                .description("Requests and the time until their answer began")
                .serviceLevelObjectives(BOUNDS)
                .tag("port", port)
                .withRegistry(registry);
    }

    @Override
    public void answered(String method, String route, int status, long millis) {
        timers.withTags(
                        "route",
                        route,
                        "method",
                        METHODS.contains(method) ? method : "other",
                        "status",
                        status / 100 + "xx")
                .record(Duration.ofMillis(millis));
    }
}
