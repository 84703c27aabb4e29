package io.latebind.server.metrics;

import io.latebind.server.coap.CoapObserver;
import io.latebind.server.http.HttpAnswer;
import io.latebind.server.http.HttpMethod;
import io.latebind.server.http.HttpObserver;
import io.latebind.server.http.OpenRoute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmInfoMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * All figures of one service. Our own are called {@code latebind_…}; those of the JVM and the process have Micrometer's usual names, which
 * dashboards know.
 */
public final class Metrics implements AutoCloseable {
    /** The text format that every Prometheus reads. */
    private static final String TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();

    public Metrics() {
        collections.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new JvmInfoMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
    }

    /**
     * A counter that begins at 0, so that its first step is seen as one.
     *
     * @param name with dots: {@code latebind.device.visits} is shown as {@code latebind_device_visits_total}
     * @param labels names and values in turn, of few values that no caller chooses
     */
    public Count counter(String name, String help, String... labels) {
        Counter counter = Counter.builder(name).description(help).tags(labels).register(registry);
        return counter::increment;
    }

    /** A counter that somebody else keeps. */
    public void counted(String name, String help, LongSupplier value) {
        FunctionCounter.builder(name, value, LongSupplier::getAsLong)
                .description(help)
                .register(registry);
    }

    /** A figure that is asked for at each scrape. */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        Gauge.builder(name, value::getAsDouble)
                .description(help)
                .tags(labels)
                .strongReference(true)
                .register(registry);
    }

    /** @param port what the label {@code port} says */
    public HttpObserver http(String port) {
        return new HttpMetrics(registry, port);
    }

    public CoapObserver coap() {
        return new CoapMetrics(registry);
    }

    /** {@code GET /metrics}. */
    public OpenRoute route() {
        return new OpenRoute(
                HttpMethod.GET,
                "/metrics",
                "on a port of its own, which only Prometheus should reach",
                _ -> HttpAnswer.of(200, TEXT_FORMAT, registry.scrape()));
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
