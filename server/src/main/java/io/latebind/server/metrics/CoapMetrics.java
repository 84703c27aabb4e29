package io.latebind.server.metrics;

import io.latebind.server.coap.CoapObserver;
import io.latebind.server.coap.CoapStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** CoAP requests by path and code, handshakes, datagrams that were thrown away. */
final class CoapMetrics implements CoapObserver {
    private final Meter.MeterProvider<Timer> timers;
    private final Counter succeeded;
    private final Counter failed;
    private final Counter dropped;

    CoapMetrics(MeterRegistry registry) {
        timers = Timer.builder("latebind.coap.requests")
                .description("CoAP requests and the time until their answer; repeated messages are not counted")
                .serviceLevelObjectives(HttpMetrics.BOUNDS)
                .withRegistry(registry);
        succeeded = handshakes(registry, "succeeded");
        failed = handshakes(registry, "failed");
        dropped = Counter.builder("latebind.coap.records.dropped")
                .description("DTLS records that were thrown away: damaged, copies, of unknown sessions, or too many")
                .register(registry);
    }

    private static Counter handshakes(MeterRegistry registry, String outcome) {
        return Counter.builder("latebind.coap.handshakes")
                .description("DTLS handshakes, full and resumed, by how they ended")
                .tag("outcome", outcome)
                .register(registry);
    }

    @Override
    public void answered(String path, CoapStatus status, long millis) {
        timers.withTags("path", path, "code", status.text()).record(Duration.ofMillis(millis));
    }

    @Override
    public void handshake(boolean success) {
        (success ? succeeded : failed).increment();
    }

    @Override
    public void recordDropped() {
        dropped.increment();
    }
}
