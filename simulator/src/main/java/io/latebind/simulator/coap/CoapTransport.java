package io.latebind.simulator.coap;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.DeviceTransport;
import io.latebind.simulator.network.NetworkFaults;
import io.latebind.simulator.trust.RootCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.californium.core.network.CoapEndpoint;
import org.eclipse.californium.elements.config.Configuration;
import org.eclipse.californium.elements.util.DaemonThreadFactory;
import org.eclipse.californium.elements.util.ExecutorsUtil;

/**
 * CoAP over DTLS 1.2 as the official client speaks it (specification 6.3, 6.4). A handful of threads serve all devices; each device has
 * a UDP socket of its own, so that the service sees as many addresses as there are devices.
 */
public final class CoapTransport implements DeviceTransport {
    private static final int COAPS_PORT = 5684;
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());

    /** 240.0.0.0/4: addresses that no peer on any network has. */
    private static final int FIRST_MADE_UP = 0xF0000000;

    private final String address;
    private final CoapTiming timing;
    private final InstantSource clock;
    private final NetworkFaults faults;
    private final ScheduledExecutorService threads;
    private final UdpSelector selector;
    private final DeviceSideConnector connector;
    private final CoapEndpoint endpoint;
    private final DeviceSocket.Network network;
    private final AtomicInteger madeUp = new AtomicInteger();

    /**
     * @param service {@code coaps://host[:port]}
     * @param faults between every device and the service
     * @param clock tells when an authentication is over
     * @throws IllegalArgumentException when it is not such an address; the text is fit for a person
     * @throws IOException when the system gives no sockets
     */
    public CoapTransport(
            URI service, RootCertificates roots, CoapTiming timing, NetworkFaults faults, InstantSource clock)
            throws IOException {
        InetSocketAddress resolved = resolved(service);
        this.address = resolved.getHostString() + ":" + resolved.getPort();
        this.timing = timing;
        this.faults = faults;
        this.clock = clock;
        this.threads = ExecutorsUtil.newScheduledThreadPool(THREADS, new DaemonThreadFactory("coap-devices#"));
        this.selector = new UdpSelector();
        this.network = new DeviceSocket.Network(selector, resolved, faults, threads);
        Configuration settings = CoapSettings.of(timing);
        ConcurrentMap<InetSocketAddress, DeviceSocket> sockets = new ConcurrentHashMap<>();
        ServiceVerifier verifier = new ServiceVerifier(roots.certificates(), resolved);
        this.connector = new DeviceSideConnector(
                CoapSettings.dtls(settings, timing, verifier, new Handshakes(sockets)), sockets);
        this.endpoint = CoapEndpoint.builder()
                .setConfiguration(settings)
                .setConnector(connector)
                .build();
        connector.setExecutor(threads);
        endpoint.setExecutors(threads, threads);
        endpoint.start();
    }

    private static InetSocketAddress resolved(URI service) {
        if (!"coaps".equalsIgnoreCase(service.getScheme()) || service.getHost() == null) {
            throw new IllegalArgumentException(
                    service + " is no CoAP address: write coaps://HOST:PORT, for example coaps://localhost:5684");
        }
        if (!service.getRawPath().replaceAll("/", "").isEmpty()) {
            throw new IllegalArgumentException(service + " has a path: devices know the service's paths, leave it out");
        }
        InetSocketAddress resolved = new InetSocketAddress(
                service.getHost().replaceAll("^\\[|]$", ""), service.getPort() < 0 ? COAPS_PORT : service.getPort());
        if (resolved.isUnresolved()) {
            throw new IllegalArgumentException("the host of " + service + " is not known here");
        }
        return resolved;
    }

    @Override
    public DeviceConnection connect(DeviceUuid device) {
        return new CoapConnection(this, device);
    }

    /** As people write it. */
    String address() {
        return address;
    }

    CoapTiming timing() {
        return timing;
    }

    InstantSource clock() {
        return clock;
    }

    NetworkFaults faults() {
        return faults;
    }

    DeviceSocket.Network network() {
        return network;
    }

    DeviceSideConnector connector() {
        return connector;
    }

    CoapEndpoint endpoint() {
        return endpoint;
    }

    /** By which the connector knows a device from its boot on; never used twice. */
    InetSocketAddress newMadeUpAddress() {
        int number = FIRST_MADE_UP + madeUp.incrementAndGet();
        byte[] bytes = {(byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), COAPS_PORT);
        } catch (UnknownHostException neverOfFourBytes) {
            throw new IllegalStateException(neverOfFourBytes);
        }
    }

    @Override
    public void close() {
        endpoint.destroy();
        threads.shutdownNow();
        selector.close();
    }
}
