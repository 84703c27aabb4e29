package io.latebind.server.coap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.AddressEndpointContext;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;

/** A CoAP client over DTLS that trusts one certificate, as a modem would be one. */
public final class TestClient implements AutoCloseable {
    static {
        CoapConfig.register();
        DtlsConfig.register();
    }

    private static final long PATIENCE_MILLIS = Duration.ofSeconds(30).toMillis();

    public final DTLSConnector connector;
    private final CoapEndpoint endpoint;
    private final InetSocketAddress server;

    public TestClient(X509Certificate trusted, InetSocketAddress server, List<CipherSuite> suites) throws IOException {
        this.server = server;
        Configuration settings = new Configuration();
        settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 128 * 1024);
        connector = new DTLSConnector(DtlsConnectorConfig.builder(settings)
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.CLIENT_ONLY)
                .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
                .set(DtlsConfig.DTLS_CIPHER_SUITES, suites)
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 0)
                .set(DtlsConfig.DTLS_VERIFY_SERVER_CERTIFICATES_SUBJECT, false)
                .setAdvancedCertificateVerifier(StaticNewAdvancedCertificateVerifier.builder()
                        .setTrustedCertificates(trusted)
                        .build())
                .build());
        endpoint = CoapEndpoint.builder()
                .setConfiguration(settings)
                .setConnector(connector)
                .build();
        endpoint.start();
    }

    public TestClient(X509Certificate trusted, InetSocketAddress server) throws IOException {
        this(trusted, server, List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8));
    }

    public Request get(String path) {
        return addressed(Request.newGet(), path);
    }

    public Request post(String path, byte[] payload) {
        Request request = addressed(Request.newPost(), path);
        request.setPayload(payload);
        return request;
    }

    private Request addressed(Request request, String path) {
        request.getOptions().setUriPath(path);
        request.setDestinationContext(new AddressEndpointContext(server));
        return request;
    }

    public Response answer(Request request) throws InterruptedException {
        send(request);
        Response response = request.waitForResponse(PATIENCE_MILLIS);
        if (response == null) {
            throw new AssertionError("no answer to " + request, request.getSendError());
        }
        return response;
    }

    public void send(Request request) {
        endpoint.sendRequest(request);
    }

    @Override
    public void close() {
        endpoint.destroy();
    }
}
