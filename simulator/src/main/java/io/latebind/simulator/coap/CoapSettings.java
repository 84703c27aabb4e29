package io.latebind.simulator.coap;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.SessionListener;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.x509.NewAdvancedCertificateVerifier;

/** Californium's settings for devices, each with its reason. */
final class CoapSettings {
    /** What nRF91 modems offer (specification 6.3). */
    private static final List<CipherSuite> SUITES = List.of(
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA);

    /** Blocks that a device asks for and sends. */
    static final int BLOCK_BYTES = 512;

    /** More than a batch may be (specification 3.2). */
    private static final int MOST_BODY_BYTES = 128 * 1024;

    /** Every boot and every forgotten session is a new peer; those that were quiet for ten minutes make room. */
    private static final int PEERS = 150_000;

    static {
        CoapConfig.register();
        DtlsConfig.register();
    }

    private CoapSettings() {}

    static Configuration of(CoapTiming timing) {
        Configuration settings = new Configuration();
        settings.set(CoapConfig.ACK_TIMEOUT, timing.acknowledgement().toMillis(), MILLISECONDS);
        settings.set(CoapConfig.MAX_RETRANSMIT, timing.repetitions());
        settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, MOST_BODY_BYTES);
        settings.set(CoapConfig.MAX_MESSAGE_SIZE, 1024);
        settings.set(CoapConfig.PREFERRED_BLOCK_SIZE, BLOCK_BYTES);
        settings.set(CoapConfig.MAX_ACTIVE_PEERS, PEERS);
        settings.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
        settings.set(CoapConfig.RESPONSE_MATCHING, CoapConfig.MatcherMode.STRICT);
        return settings;
    }

    static DtlsConnectorConfig dtls(
            Configuration settings,
            CoapTiming timing,
            NewAdvancedCertificateVerifier verifier,
            SessionListener handshakes) {
        return DtlsConnectorConfig.builder(settings)
                // nothing is sent from there: each device has a socket of its own
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 0)
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
                .set(DtlsConfig.DTLS_CIPHER_SUITES, SUITES)
                // asks for the service's connection id, needs none itself: its own address tells who is meant
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
                .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, timing.flight().toMillis(), MILLISECONDS)
                .set(DtlsConfig.DTLS_MAX_RETRANSMISSIONS, timing.flightRepetitions())
                .set(DtlsConfig.DTLS_MAX_TRANSMISSION_UNIT, 1280)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, PEERS)
                .set(DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD, 600L, SECONDS)
                .setAdvancedCertificateVerifier(verifier)
                .setSessionListener(handshakes)
                .build();
    }
}
