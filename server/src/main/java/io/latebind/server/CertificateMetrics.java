package io.latebind.server;

import io.latebind.server.certificate.Issuance.RefusalCause;
import io.latebind.server.certificate.IssuanceObserver;
import io.latebind.server.metrics.Count;
import io.latebind.server.metrics.Metrics;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts what becomes of orders of certificates. Every counter there can be is made at the start. */
final class CertificateMetrics implements IssuanceObserver {
    private final Count issued;
    private final Count delayed;
    private final Map<RefusalCause, Count> refused = new EnumMap<>(RefusalCause.class);

    CertificateMetrics(Metrics metrics) {
        issued = metrics.counter("latebind.certificates.issued", "Certificates that devices were given");
        delayed = metrics.counter(
                "latebind.certificates.delayed",
                "Tries to issue a certificate that could not be carried out at that time");
        for (RefusalCause cause : RefusalCause.values()) {
            refused.put(
                    cause,
                    metrics.counter(
                            "latebind.certificates.refused",
                            "Certificates that were refused, by cause",
                            "cause",
                            cause.name().toLowerCase(Locale.ROOT)));
        }
    }

    @Override
    public void issued() {
        issued.up();
    }

    @Override
    public void refused(RefusalCause cause) {
        Objects.requireNonNull(refused.get(cause)).up();
    }

    @Override
    public void delayed() {
        delayed.up();
    }
}
