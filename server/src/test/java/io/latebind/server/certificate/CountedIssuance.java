package io.latebind.server.certificate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What was counted. */
final class CountedIssuance implements IssuanceObserver {
    final AtomicInteger issued = new AtomicInteger();
    final AtomicInteger delayed = new AtomicInteger();
    final List<Issuance.RefusalCause> refused = new CopyOnWriteArrayList<>();

    @Override
    public void issued() {
        issued.incrementAndGet();
    }

    @Override
    public void refused(Issuance.RefusalCause cause) {
        refused.add(cause);
    }

    @Override
    public void delayed() {
        delayed.incrementAndGet();
    }
}
