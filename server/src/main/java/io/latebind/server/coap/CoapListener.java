package io.latebind.server.coap;

import io.latebind.server.coap.CoapLimits.Blocks;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.StartRefused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.californium.core.CoapServer;
import org.eclipse.californium.core.config.CoapConfig;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.core.network.InMemoryMessageExchangeStore;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.ExecutorsUtil;
import org.eclipse.californium.elements.util.NamedThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open UDP port: takes DTLS sessions and their CoAP requests until it is drained. */
public final class CoapListener {
    private static final Logger LOG = LoggerFactory.getLogger(CoapListener.class);
    /** What a request is expected to have; longer ones come in blocks. */
    private static final int BYTES_OF_AN_EXCHANGE = 1024;

    private static final int PROTOCOL_THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private final CoapServer server;
    private final CountedConnector connector;
    private final RenewableCertificate certificate;
    private final RequestDeliverer deliverer;
    private final List<ScheduledExecutorService> threads;

    private CoapListener(
            CoapServer server,
            CountedConnector connector,
            RenewableCertificate certificate,
            RequestDeliverer deliverer,
            List<ScheduledExecutorService> threads) {
        this.server = server;
        this.connector = connector;
        this.certificate = certificate;
        this.deliverer = deliverer;
        this.threads = threads;
    }

    /**
     * Opens the port; when this returns, it takes datagrams.
     *
     * @param sessions what {@link #drain} gave; empty to begin with none. Sessions that cannot be read are left out: their devices
     *     make a new handshake
     * @throws StartRefused when the address cannot be used
     */
    public static CoapListener start(
            CoapListenerConfig config,
            DtlsIdentity identity,
            List<CoapRoute> routes,
            byte[] sessions,
            IdSource ids,
            InstantSource clock) {
        CoapLimits limits = config.limits();
        InetSocketAddress address = new InetSocketAddress(resolved(config), config.port());
        RenewableCertificate certificate = new RenewableCertificate(identity);
        Configuration settings = CoapSettings.of(limits);
        HandshakeGate gate = new HandshakeGate(settings, limits.handshakesOfAnAddress(), limits.sessions(), clock);
        CountedConnector connector = new CountedConnector(
                CoapSettings.dtls(settings, config, address, certificate, gate), limits.sessions(), gate);
        ScheduledExecutorService protocol =
                ExecutorsUtil.newScheduledThreadPool(PROTOCOL_THREADS, new NamedThreadFactory("coap#"));
        ScheduledExecutorService timer = ExecutorsUtil.newDefaultSecondaryScheduler("coap-timer#");
        Blocks blocks = limits.blocks();
        Reception reception = new Reception(
                routes,
                new Uploads(blocks.requestBytes(), blocks.requestsBytes()),
                new KeptBodies(blocks.answersBytes(), blocks.answersKept(), clock));
        RequestDeliverer deliverer = new RequestDeliverer(
                reception,
                limits.requests(),
                Thread.ofVirtual()
                        .name("coap-", 0)
                        .uncaughtExceptionHandler((thread, error) -> LOG.error("{} ended", thread.getName(), error))
                        .factory(),
                timer,
                ids,
                clock,
                config.observer());
        CoapServer server = new CoapServer(settings);
        server.setExecutors(protocol, timer, false);
        server.setMessageDeliverer(deliverer);
        server.addEndpoint(endpoint(settings, connector, limits, clock));
        CoapListener listener = new CoapListener(server, connector, certificate, deliverer, List.of(protocol, timer));
        listener.open(config, sessions);
        return listener;
    }

    private static CoapEndpoint endpoint(
            Configuration settings, CountedConnector connector, CoapLimits limits, InstantSource clock) {
        InMemoryMessageExchangeStore exchanges = new InMemoryMessageExchangeStore(settings);
        exchanges.setDeduplicator(new RepeatedMessages(
                limits.exchangesOfASession(),
                limits.exchanges(),
                limits.exchanges() * BYTES_OF_AN_EXCHANGE,
                Duration.ofMillis(settings.get(CoapConfig.EXCHANGE_LIFETIME, TimeUnit.MILLISECONDS)),
                clock));
        return CoapEndpoint.builder()
                .setConfiguration(settings)
                .setConnector(connector)
                .setMessageExchangeStore(exchanges)
                .setEndpointContextMatcher(new SessionMatcher())
                .build();
    }

    private void open(CoapListenerConfig config, byte[] sessions) {
        if (sessions.length > 0) {
            restore(sessions);
        }
        try {
            server.getEndpoints().getFirst().start();
            server.start();
        } catch (IOException | IllegalStateException unusable) {
            destroy();
            throw refused(config, unusable);
        }
    }

    private void restore(byte[] sessions) {
        try {
            int restored = connector.loadConnections(new ByteArrayInputStream(sessions), 0);
            LOG.info("{} DTLS sessions go on where they were", restored);
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("the DTLS sessions that were kept cannot be read; their devices make new handshakes", unreadable);
        }
    }

    /** Where it really listens. */
    public InetSocketAddress address() {
        return connector.getAddress();
    }

    /** DTLS sessions that are known now. */
    public int sessions() {
        return connector.sessions();
    }

    /** Handshakes that have begun and not ended. */
    int handshakesUnderWay() {
        return connector.handshakesUnderWay();
    }

    /** Requests that wait until others have been answered. */
    public int requestsWaiting() {
        return deliverer.waiting();
    }

    /** New handshakes show this certificate from now on; sessions go on. */
    public void renew(DtlsIdentity identity) {
        certificate.replace(identity);
    }

    /**
     * Takes nothing new, answers what is under way, and closes the port.
     *
     * @return the DTLS sessions, to be given to {@link #start}. They hold keys: keep them encrypted, use them once
     */
    public byte[] drain(Duration patience) {
        if (!deliverer.drain(patience)) {
            LOG.warn("requests were still under way after {} s", patience.toSeconds());
        }
        server.stop();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try {
            connector.saveConnections(kept, Duration.ofDays(30).toSeconds());
        } catch (IOException neverInMemory) {
            LOG.warn("the DTLS sessions could not be kept; their devices make new handshakes", neverInMemory);
            kept.reset();
        }
        destroy();
        return kept.toByteArray();
    }

    private void destroy() {
        server.destroy();
        threads.forEach(ScheduledExecutorService::shutdownNow);
    }

    private static InetAddress resolved(CoapListenerConfig config) {
        try {
            return InetAddress.getByName(config.host());
        } catch (UnknownHostException unknown) {
            throw new StartRefused("The host name in " + config.option() + " " + config.address()
                    + " is not known here; give an address of this machine, for example 127.0.0.1.");
        }
    }

    private static StartRefused refused(CoapListenerConfig config, Exception cause) {
        String reason = String.valueOf(cause.getMessage());
        boolean busy = cause instanceof BindException && reason.contains("in use");
        return new StartRefused("The address of " + config.option() + " " + config.address()
                + (busy
                        ? " is in use by another program; stop that one or choose another port."
                        : " cannot be used (" + reason + "); give an address of this machine, or 0.0.0.0 for all."));
    }
}
