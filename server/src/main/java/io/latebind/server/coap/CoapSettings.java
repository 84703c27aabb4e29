package io.latebind.server.coap;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.net.InetSocketAddress;
import java.util.List;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;

/** Californium's settings, each with its reason. */
final class CoapSettings {
    /** What nRF91 modems offer (specification 6.3), the strongest first. */
    private static final List<CipherSuite> SUITES = List.of(
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA);

    private static final int CONNECTION_ID_BYTES = 6;

    static {
        CoapConfig.register();
        DtlsConfig.register();
    }

    private CoapSettings() {}

    static Configuration of(CoapLimits limits) {
        Configuration settings = new Configuration();
        // addresses that had a separate answer lately: the answer to one more would have no message id, and would be
        // lost. A session has
        // as many as its NAT gives it; a message id may come again as soon as exchanges are forgotten
        settings.set(CoapConfig.MAX_ACTIVE_PEERS, limits.exchanges());
        settings.set(
                CoapConfig.MAX_PEER_INACTIVITY_PERIOD, settings.get(CoapConfig.EXCHANGE_LIFETIME, SECONDS), SECONDS);
        // off: blocks are put together by Uploads and cut by KeptBodies, which have limits for all peers together, and
        // keep an answer
        // after its last block was sent
        settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 0);
        settings.set(CoapConfig.MAX_MESSAGE_SIZE, 1024);
        settings.set(CoapConfig.RESPONSE_MATCHING, CoapConfig.MatcherMode.STRICT);
        return settings;
    }

    @SuppressWarnings(
            "deprecation") // of the threshold: whoever has set it must set it to 0, or some cookies are left out
    static DtlsConnectorConfig dtls(
            Configuration settings,
            CoapListenerConfig config,
            InetSocketAddress address,
            RenewableCertificate certificate,
            HandshakeGate gate) {
        CoapLimits limits = config.limits();
        return DtlsConnectorConfig.builder(settings)
                .setAddress(address)
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
                // devices prove themselves with their JWT
                .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NONE)
                .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
                .set(DtlsConfig.DTLS_CIPHER_SUITES, SUITES)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, CONNECTION_ID_BYTES)
                .set(DtlsConfig.DTLS_UPDATE_ADDRESS_USING_CID_ON_NEWER_RECORDS, true)
                .set(DtlsConfig.DTLS_USE_HELLO_VERIFY_REQUEST, true)
                // a resumption needs a cookie too, at any load
                .set(DtlsConfig.DTLS_VERIFY_PEERS_ON_RESUMPTION_THRESHOLD, 0)
                .set(DtlsConfig.DTLS_SERVER_USE_SESSION_ID, true)
                .set(DtlsConfig.DTLS_MAX_CONNECTIONS, limits.sessions())
                .set(
                        DtlsConfig.DTLS_STALE_CONNECTION_THRESHOLD,
                        limits.staleAfter().toSeconds(),
                        SECONDS)
                .set(DtlsConfig.DTLS_MAX_PENDING_INBOUND_JOBS, limits.handshakeJobs())
                .set(DtlsConfig.DTLS_MAX_PENDING_HANDSHAKE_RESULT_JOBS, limits.handshakeJobs())
                .set(DtlsConfig.DTLS_RETRANSMISSION_TIMEOUT, 2000L, MILLISECONDS)
                .set(
                        DtlsConfig.DTLS_CONNECTOR_THREAD_COUNT,
                        Math.max(2, Runtime.getRuntime().availableProcessors()))
                .set(DtlsConfig.DTLS_RECEIVER_THREAD_COUNT, 1)
                .set(DtlsConfig.DTLS_RECEIVE_BUFFER_SIZE, 4 * 1024 * 1024)
                .setDatagramFilter(gate)
                .setCertificateIdentityProvider(certificate)
                .setHealthHandler(new CountedConnector.Health(config.observer()))
                .build();
    }
}
