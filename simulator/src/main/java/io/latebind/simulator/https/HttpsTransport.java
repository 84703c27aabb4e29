package io.latebind.simulator.https;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.DeviceTransport;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.Traffic;
import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TrafficMeter;
import io.latebind.simulator.client.TransportKind;
import io.latebind.simulator.trust.RootCertificates;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * HTTPS as the official client speaks it (specification 6.2): a new TCP connection and a full TLS handshake for every request,
 * TLS 1.2 or 1.3, chain and host name checked, {@code Connection: close}. Blocks the calling thread, meant for virtual ones.
 */
public final class HttpsTransport implements DeviceTransport {
    /** For a {@code timeout}: as long as devices wait. */
    public static final Duration STANDARD_PATIENCE = Duration.ofSeconds(30);

    private static final int HTTPS_PORT = 443;
    /** Most bytes of a body that are read; a device's own buffer is smaller. */
    private static final int MAX_BODY = 65_536;

    private final URI service;
    private final String host;
    private final int port;
    private final RootCertificates roots;
    private final Duration timeout;

    /**
     * @param service {@code https://host[:port]}, perhaps with a path that comes before {@code /v1}
     * @param timeout for the connection, and for each read
     * @throws IllegalArgumentException when it is not such an address; the text is fit for a person
     */
    public HttpsTransport(URI service, RootCertificates roots, Duration timeout) {
        if (!"https".equalsIgnoreCase(service.getScheme()) || service.getHost() == null) {
            throw new IllegalArgumentException(
                    service + " is no device address: write https://HOST:PORT, for example https://localhost:8443");
        }
        this.service = service;
        this.host = service.getHost().replaceAll("^\\[|]$", "");
        this.port = service.getPort() < 0 ? HTTPS_PORT : service.getPort();
        this.roots = roots;
        this.timeout = timeout;
    }

    @Override
    public DeviceConnection connect(DeviceUuid device) {
        return new Connection();
    }

    /** Keeps nothing between two requests but what it counted. */
    private final class Connection implements DeviceConnection {
        private final TrafficMeter meter = new TrafficMeter(TransportKind.HTTPS);

        @Override
        public DeviceAnswer fetch(FetchQuery query, String jwt) {
            String head = head("GET", "/v1/provisioning/commands?" + query.encoded())
                    + "Accept: application/cbor\r\nAuthorization: Bearer " + jwt + "\r\nContent-Type: */*\r\n";
            return exchange(head, new byte[0], meter);
        }

        @Override
        public DeviceAnswer report(byte[] responses, String jwt) {
            String head = head("POST", "/v1/provisioning/response")
                    + "Content-Type: application/cbor\r\nAccept: */*\r\nAuthorization: Bearer " + jwt
                    + "\r\nContent-Length: " + responses.length + "\r\n";
            return exchange(head, responses, meter);
        }

        @Override
        public Traffic traffic() {
            return meter.reading();
        }
    }

    private String head(String method, String pathAndQuery) {
        String prefix = service.getRawPath().replaceAll("/+$", "");
        return method + " " + prefix + pathAndQuery + " HTTP/1.1\r\nHost: " + service.getRawAuthority()
                + "\r\nUser-Agent: Zephyr/4.1.0 (latebind-simulator)\r\nConnection: close\r\n";
    }

    private DeviceAnswer exchange(String head, byte[] body, TrafficMeter meter) {
        try (Socket tcp = new MeteredSocket(meter)) {
            tcp.setTcpNoDelay(true);
            tcp.setSoTimeout((int) timeout.toMillis());
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException(host);
            }
            tcp.connect(address, (int) timeout.toMillis());
            try (SSLSocket tls = secured(tcp)) {
                tls.startHandshake();
                meter.count(TrafficFigure.FULL_HANDSHAKES);
                OutputStream out = tls.getOutputStream();
                out.write(request(head, body));
                out.flush();
                return answer(HttpReply.read(new BufferedInputStream(tls.getInputStream()), MAX_BODY));
            }
        } catch (IOException failure) {
            return LinkFaults.of(failure, host + ":" + port);
        }
    }

    /** A context of its own for each connection: nothing of an earlier session is there to resume. */
    private SSLSocket secured(Socket tcp) throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, roots.trustManagers(), null);
            SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(tcp, host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            return socket;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("the platform has no TLS", impossible);
        }
    }

    private static byte[] request(String head, byte[] body) {
        byte[] ascii = (head + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = new byte[ascii.length + body.length];
        System.arraycopy(ascii, 0, whole, 0, ascii.length);
        System.arraycopy(body, 0, whole, ascii.length, body.length);
        return whole;
    }

    private static DeviceAnswer answer(HttpReply reply) {
        return switch (reply.status()) {
            case 200 -> new DeviceAnswer.Ok(reply.body());
            case 204 -> new DeviceAnswer.NoContent();
            default -> new DeviceAnswer.Refused(reply.status());
        };
    }
}
