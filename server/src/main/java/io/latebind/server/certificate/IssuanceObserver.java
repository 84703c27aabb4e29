package io.latebind.server.certificate;

/** Hears what becomes of orders, for figures. */
public interface IssuanceObserver {
    void issued();

    void refused(Issuance.RefusalCause cause);

    void delayed();
}
