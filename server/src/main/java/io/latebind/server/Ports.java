package io.latebind.server;

import io.latebind.server.access.ApiKeys;
import io.latebind.server.coap.CoapLimits;
import io.latebind.server.coap.CoapListener;
import io.latebind.server.coap.CoapListenerConfig;
import io.latebind.server.coap.CoapRoute;
import io.latebind.server.coap.DtlsIdentity;
import io.latebind.server.config.EdgeSettings;
import io.latebind.server.config.HostPort;
import io.latebind.server.config.ServerConfig;
import io.latebind.server.http.ApiRoute;
import io.latebind.server.http.DocsPage;
import io.latebind.server.http.EdgePolicy;
import io.latebind.server.http.HttpLimits;
import io.latebind.server.http.HttpListener;
import io.latebind.server.http.Idempotency;
import io.latebind.server.http.ListenerConfig;
import io.latebind.server.http.OpenApiRoute;
import io.latebind.server.http.OpenRoute;
import io.latebind.server.http.TlsMaterial;
import io.latebind.server.http.Voice;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.StartRefused;
import io.latebind.server.metrics.Metrics;
import io.latebind.server.provisioning.link.CoapDeviceLink;
import io.latebind.server.provisioning.link.CoapSessions;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.HttpDeviceLink;
import io.latebind.server.provisioning.link.SessionBindings;
import io.latebind.server.secrecy.SealedFile;
import io.latebind.server.tls.DeviceCertificates;
import io.latebind.server.tls.PemPair;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ports of a service; each is drained when the service closes. */
final class Ports {
    private final ServerConfig config;
    private final ShutdownOrder opened;
    private final Metrics metrics;
    private final InstantSource clock;
    private final IdSource ids;

    Ports(ServerConfig config, ShutdownOrder opened, Metrics metrics, InstantSource clock, IdSource ids) {
        this.config = config;
        this.opened = opened;
        this.metrics = metrics;
        this.clock = clock;
        this.ids = ids;
    }

    HttpListener listenToDevices(DeviceCertificates certificates, HttpDeviceLink link) {
        ListenerConfig listen = new ListenerConfig(
                Voice.device(),
                "--device-https-listen",
                config.deviceHttpsListen().host(),
                config.deviceHttpsListen().port(),
                Optional.of(material(certificates.current())),
                HttpLimits.forDevices(),
                edge(),
                metrics.http("device"));
        return drained(
                "device port",
                HttpListener.start(
                        listen, List.of(), link.routes(), (_, _) -> Optional.empty(), Optional.empty(), ids, clock));
    }

    /**
     * Empty when switched off.
     *
     * @param kept where the DTLS sessions lie while the service is not running
     */
    Optional<CoapPort> listenToCoap(DeviceCertificates certificates, DeviceLink link, SealedFile kept) {
        return config.deviceCoapListen().map(at -> listenToCoap(at, certificates, link, kept));
    }

    private CoapPort listenToCoap(HostPort at, DeviceCertificates certificates, DeviceLink link, SealedFile kept) {
        CoapLimits limits = CoapLimits.forDevices();
        SessionBindings bindings = new SessionBindings(clock, limits.sessions());
        CoapListenerConfig listen =
                new CoapListenerConfig("--device-coap-listen", at.host(), at.port(), limits, metrics.coap());
        DtlsIdentity identity = CoapPort.identity(certificates.current());
        List<CoapRoute> routes = new CoapDeviceLink(link, bindings).routes();
        CoapSessions sessions = CoapPort.take(kept);
        sessions.restore(bindings);
        CoapListener listener;
        try {
            listener = CoapListener.start(listen, identity, routes, sessions.dtls(), ids, clock);
        } catch (StartRefused notOpened) {
            // nothing was sent in them: the next start may go on
            CoapPort.keep(kept, sessions);
            throw notOpened;
        }
        metrics.gauge(
                "latebind.coap.requests.waiting",
                "CoAP requests that wait until others have been answered",
                listener::requestsWaiting);
        metrics.gauge("latebind.coap.sessions", "DTLS sessions that are known now", listener::sessions);
        metrics.gauge("latebind.coap.sessions.authenticated", "DTLS sessions whose device is known", bindings::size);
        return opened.add(
                "CoAP port", new CoapPort(listener, bindings, kept, Duration.ofSeconds(config.drainSeconds())));
    }

    HttpListener listenToPrometheus(HostPort at) {
        ListenerConfig listen = new ListenerConfig(
                Voice.api(), "--metrics-listen", at.host(), at.port(), Optional.empty(), HttpLimits.forApi());
        return drained(
                "metrics port",
                HttpListener.start(
                        listen,
                        List.of(),
                        List.of(metrics.route()),
                        (_, _) -> Optional.empty(),
                        Optional.empty(),
                        ids,
                        clock));
    }

    HttpListener listenToUsers(
            List<ApiRoute> routes, List<OpenRoute> openRoutes, ApiKeys keys, Idempotency idempotency) {
        List<OpenRoute> open = new ArrayList<>(openRoutes);
        open.add(OpenApiRoute.make());
        open.addAll(DocsPage.routes());
        ListenerConfig listen = new ListenerConfig(
                Voice.api(),
                "--api-listen",
                config.apiListen().host(),
                config.apiListen().port(),
                config.apiTls().map(files -> TlsMaterial.read(files.certificate(), files.privateKey())),
                HttpLimits.forApi(),
                edge(),
                metrics.http("api"));
        return drained(
                "API port", HttpListener.start(listen, routes, open, keys, Optional.of(idempotency), ids, clock));
    }

    private EdgePolicy edge() {
        EdgeSettings edge = config.edge();
        return new EdgePolicy(
                edge.rateLimitPerMinute(),
                edge.failuresPerMinute(),
                edge.corsOrigins().origins(),
                edge.trustedProxies().blocks());
    }

    private HttpListener drained(String name, HttpListener listener) {
        opened.add(name, () -> listener.drain(Duration.ofSeconds(config.drainSeconds())));
        return listener;
    }

    static TlsMaterial material(PemPair pair) {
        return new TlsMaterial(
                pair.certificateChain().getBytes(StandardCharsets.US_ASCII),
                pair.privateKey().reveal().getBytes(StandardCharsets.US_ASCII));
    }
}
