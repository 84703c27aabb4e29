package io.latebind.simulator.coap;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding;
import io.latebind.contract.device.cbor.DeviceMessages;
import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.Parsed;
import io.latebind.simulator.modem.TestPem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.CoAP.Type;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.Exchange;
import org.eclipse.californium.core.server.MessageDeliverer;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.EndpointContext;
import org.eclipse.californium.elements.StrictDtlsEndpointContextMatcher;
import org.eclipse.californium.elements.config.CertificateAuthenticationMode;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.DaemonThreadFactory;
import org.eclipse.californium.elements.util.ExecutorsUtil;
import org.eclipse.californium.scandium.DTLSConnector;
import org.eclipse.californium.scandium.config.DtlsConfig;
import org.eclipse.californium.scandium.config.DtlsConfig.DtlsRole;
import org.eclipse.californium.scandium.config.DtlsConnectorConfig;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;

/**
 * A service of its own making, on one UDP port: it knows every device, gives each the same batch until its {@code finished} is reported,
 * and then nothing. What a test queues happens first.
 */
final class CoapService implements AutoCloseable, MessageDeliverer {
    /** One request as it reached the application: once, however often it was sent. */
    record Seen(
            String path,
            List<String> query,
            int contentFormat,
            boolean asksForBlocks,
            Type type,
            byte[] payload,
            String session,
            int port) {}

    static final DeviceCommand PSK = new DeviceCommand.AtCommand("id.1", "%CMNG", "0,5,3,\"c0ffee\"", List.of());
    static final DeviceCommand FINISHED = new DeviceCommand.FinishedCommand("id.f");

    static {
        CoapConfig.register();
        DtlsConfig.register();
    }

    final X509Certificate certificate;
    final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final Map<String, String> devices = new ConcurrentHashMap<>();
    private final Set<String> finished = ConcurrentHashMap.newKeySet();
    private final Map<String, Deque<Consumer<Exchange>>> scripts = new ConcurrentHashMap<>();
    private final Queue<byte[]> batches = new ConcurrentLinkedQueue<>();
    private final KeyPair key = TestPem.key();
    private CoapServer server;
    private DTLSConnector connector;

    CoapService() {
        certificate = TestPem.certificate(key, "localhost");
        open(0);
    }

    private void open(int port) {
        Configuration settings = new Configuration();
        settings.set(CoapConfig.MAX_RESOURCE_BODY_SIZE, 128 * 1024);
        settings.set(CoapConfig.PREFERRED_BLOCK_SIZE, 512);
        settings.set(CoapConfig.DEDUPLICATOR, CoapConfig.DEDUPLICATOR_PEERS_MARK_AND_SWEEP);
        connector = new DTLSConnector(DtlsConnectorConfig.builder(settings)
                .setAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .set(DtlsConfig.DTLS_ROLE, DtlsRole.SERVER_ONLY)
                .set(DtlsConfig.DTLS_CLIENT_AUTHENTICATION_MODE, CertificateAuthenticationMode.NONE)
                .set(DtlsConfig.DTLS_RECOMMENDED_CIPHER_SUITES_ONLY, false)
                .set(DtlsConfig.DTLS_CIPHER_SUITES, List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8))
                .set(DtlsConfig.DTLS_CONNECTION_ID_LENGTH, 6)
                .set(DtlsConfig.DTLS_UPDATE_ADDRESS_USING_CID_ON_NEWER_RECORDS, true)
                .set(DtlsConfig.DTLS_SERVER_USE_SESSION_ID, true)
                .setCertificateIdentityProvider(
                        new SingleCertificateProvider(key.getPrivate(), new Certificate[] {certificate}))
                .build());
        server = new CoapServer(settings);
        ScheduledExecutorService threads = ExecutorsUtil.newScheduledThreadPool(2, new DaemonThreadFactory("service#"));
        server.setExecutors(threads, threads, false);
        server.setMessageDeliverer(this);
        server.addEndpoint(CoapEndpoint.builder()
                .setConfiguration(settings)
                .setConnector(connector)
                .setEndpointContextMatcher(new StrictDtlsEndpointContextMatcher() {
                    @Override
                    public Object getEndpointIdentity(EndpointContext context) {
                        return context.get(DtlsEndpointContext.KEY_SESSION_ID);
                    }
                })
                .build());
        server.start();
    }

    URI url() {
        return URI.create("coaps://localhost:" + connector.getAddress().getPort());
    }

    /** What the next request to this path gets, in place of what it should. */
    CoapService next(String path, Consumer<Exchange> instead) {
        scripts.computeIfAbsent(path, _ -> new ArrayDeque<>()).add(instead);
        return this;
    }

    static Consumer<Exchange> answering(ResponseCode code) {
        return exchange -> exchange.sendResponse(new Response(code));
    }

    static Consumer<Exchange> silence() {
        return _ -> {};
    }

    /** The next fetch gets this batch. */
    void gives(DeviceCommand... batch) {
        batches.add(DeviceMessages.encodeCommands(List.of(batch)));
    }

    void gives(byte[] body) {
        batches.add(body);
    }

    /** No device has proved itself any more; the DTLS sessions go on. */
    void forgetAuthentications() {
        devices.clear();
    }

    /** Starts anew on the same port and knows no DTLS session. */
    void restart() {
        int port = connector.getAddress().getPort();
        server.destroy();
        devices.clear();
        open(port);
    }

    void stop() {
        server.destroy();
    }

    List<Seen> seenAt(String path) {
        return seen.stream().filter(request -> request.path().equals(path)).toList();
    }

    List<String> paths() {
        return seen.stream().map(Seen::path).toList();
    }

    int finishedDevices() {
        return finished.size();
    }

    @Override
    public void deliverRequest(Exchange exchange) {
        Request request = exchange.getRequest();
        String path = request.getOptions().getUriPathString();
        String session = request.getSourceContext()
                .get(DtlsEndpointContext.KEY_SESSION_ID)
                .getAsString();
        seen.add(new Seen(
                path,
                List.copyOf(request.getOptions().getUriQuery()),
                request.getOptions().getContentFormat(),
                request.getOptions().hasBlock2(),
                request.getType(),
                request.getPayload(),
                session,
                request.getSourceContext().getPeerAddress().getPort()));
        Deque<Consumer<Exchange>> script = scripts.getOrDefault(path, new ArrayDeque<>());
        if (!script.isEmpty()) {
            script.remove().accept(exchange);
            return;
        }
        exchange.sendResponse(
                switch (path) {
                    case "p/auth-jwt" -> authenticated(session, request);
                    case "p/cmd" -> commands(session);
                    case "p/rsp" -> reported(session, request);
                    case ".dtls/suspend" -> new Response(ResponseCode.CHANGED);
                    default -> new Response(ResponseCode.NOT_FOUND);
                });
    }

    private Response authenticated(String session, Request request) {
        String text = new String(request.getPayload(), StandardCharsets.US_ASCII);
        devices.put(
                session,
                DeviceJwt.parse(text) instanceof Parsed.Valid<DeviceJwt>(DeviceJwt jwt)
                        ? jwt.device().toString()
                        : text);
        Response response = new Response(ResponseCode.CREATED);
        response.getOptions().setMaxAge(30 * 86_400);
        return response;
    }

    private Response commands(String session) {
        String device = devices.get(session);
        if (device == null) {
            return new Response(ResponseCode.UNAUTHORIZED);
        }
        Response response = new Response(ResponseCode.CONTENT);
        byte[] batch = batches.poll();
        if (batch != null) {
            response.setPayload(batch);
        } else if (!finished.contains(device)) {
            response.setPayload(DeviceMessages.encodeCommands(List.of(PSK, FINISHED)));
        }
        response.getOptions().setContentFormat(60);
        return response;
    }

    private Response reported(String session, Request request) {
        String device = devices.get(session);
        if (device == null) {
            return new Response(ResponseCode.UNAUTHORIZED);
        }
        if (DeviceMessages.decodeResponses(request.getPayload())
                        instanceof Decoding.Decoded<List<DeviceResponse>>(List<DeviceResponse> responses)
                && responses.getLast() instanceof DeviceResponse.FinishedResponse) {
            finished.add(device);
        }
        return new Response(ResponseCode.CHANGED);
    }

    @Override
    public void deliverResponse(Exchange exchange, Response response) {
        throw new AssertionError("the service asked nothing");
    }

    List<Integer> ports() {
        return new ArrayList<>(seen.stream().map(Seen::port).distinct().toList());
    }

    @Override
    public void close() {
        server.destroy();
    }
}
