package io.latebind.cli.demo;

import io.latebind.server.LatebindServer;
import io.latebind.server.config.ServerConfig;
import io.latebind.server.kernel.StartRefused;
import io.latebind.simulator.client.DeviceTransport;
import io.latebind.simulator.coap.CoapTiming;
import io.latebind.simulator.coap.CoapTransport;
import io.latebind.simulator.fleet.DeviceState;
import io.latebind.simulator.fleet.Fleet;
import io.latebind.simulator.fleet.FleetConfig;
import io.latebind.simulator.fleet.FleetProgress;
import io.latebind.simulator.fleet.FleetSummary;
import io.latebind.simulator.fleet.SimulatedDevice;
import io.latebind.simulator.fleet.Until;
import io.latebind.simulator.https.HttpsTransport;
import io.latebind.simulator.network.NetworkFaults;
import io.latebind.simulator.trust.RootCertificates;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Claims a handful of simulated devices with a tag alone, lets a rule provision them over HTTPS and CoAP, and says what to try next. */
public final class Demo {
    private static final int DEVICES = 5;
    private static final int OVER_COAP = 2;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ServerConfig config;
    private final LatebindServer.Started service;
    private final PrintStream out;

    public Demo(ServerConfig config, LatebindServer.Started service, PrintStream out) {
        this.config = config;
        this.service = service;
        this.out = out;
    }

    /**
     * Returns when the devices are provisioned.
     *
     * @throws StartRefused when they are not, with the reason
     */
    public void run() throws InterruptedException {
        List<SimulatedDevice> devices =
                SimulatedDevice.fleet(new SecureRandom().nextLong(), DEVICES, Clock.systemUTC());
        try {
            RestClient rest = new RestClient(
                    DemoTls.client(config),
                    api(),
                    Files.readString(service.ownerKey()).strip());
            String root = Files.readString(service.rootCertificate());
            out.println();
            out.println("A rule says what devices with the tag " + DemoRule.TAG
                    + " get: a key pair, a certificate that the service"
                    + " issues for it, a root certificate, settings.");
            new DemoRule(rest).establish(root);
            out.println("Claiming " + DEVICES + " simulated devices with this tag.");
            for (SimulatedDevice device : devices) {
                rest.create("/v1/claimed-devices", claim(device));
                out.println("  claimed " + device.uuid());
            }
            provision(devices);
            SimulatedDevice first = devices.getFirst();
            WhatToTry.of(config, service, api(), deviceUrl(), coapUrl())
                    .tell(out, first.uuid(), DemoCertificate.of(first.uuid(), rest));
        } catch (IOException failed) {
            throw new StartRefused("The demo did not come to its end: " + failed.getMessage());
        }
    }

    private void provision(List<SimulatedDevice> devices) throws IOException, InterruptedException {
        RootCertificates roots = RootCertificates.read(service.rootCertificate());
        Optional<URI> coap = coapUrl();
        int overHttps = coap.isPresent() ? DEVICES - OVER_COAP : DEVICES;
        Duration elapsed;
        try (DeviceTransport https = new HttpsTransport(deviceUrl(), roots, HttpsTransport.STANDARD_PATIENCE)) {
            elapsed = provision(devices.subList(0, overHttps), deviceUrl(), https);
        }
        if (coap.isPresent()) {
            try (DeviceTransport transport = new CoapTransport(
                    coap.get(), roots, CoapTiming.STANDARD, NetworkFaults.NONE, InstantSource.system())) {
                elapsed = elapsed.plus(provision(devices.subList(overHttps, DEVICES), coap.get(), transport));
            }
        }
        out.println("All " + devices.size() + " devices are PROVISIONED after "
                + String.format(Locale.ROOT, "%.1f", elapsed.toMillis() / 1000.0) + " s.");
    }

    private Duration provision(List<SimulatedDevice> devices, URI url, DeviceTransport transport)
            throws IOException, InterruptedException {
        out.println(devices.size() + " devices connect to " + url + ", fetch, execute and report.");
        try (Fleet fleet = Fleet.start(FleetConfig.quick(devices, transport, Until.FINISHED), this::show)) {
            FleetSummary summary = fleet.await(Duration.ofMinutes(2));
            if (!summary.allDone()) {
                throw new IOException(summary.failures().getFirst().reason());
            }
            return summary.elapsed();
        }
    }

    private synchronized void show(FleetProgress progress) {
        String counts = Stream.of(DeviceState.values())
                .filter(state -> progress.count(state) > 0)
                .map(state -> progress.count(state) + " " + state.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        out.println("  " + progress.over() + "/" + progress.total() + " done: " + counts);
    }

    private static String claim(SimulatedDevice device) {
        ObjectNode claim = JSON.createObjectNode().put("claimToken", device.attestationToken());
        claim.putArray("tags").add(DemoRule.TAG);
        return claim.toString();
    }

    private URI api() {
        return address(config.apiTls().isPresent() ? "https" : "http", service.api(), reachable(service.api()));
    }

    private URI deviceUrl() {
        return address("https", service.deviceHttps(), deviceHost());
    }

    private Optional<URI> coapUrl() {
        return service.deviceCoap().map(socket -> address("coaps", socket, deviceHost()));
    }

    private String deviceHost() {
        List<String> names = config.publicHosts().names();
        return names.contains("localhost") ? "localhost" : names.getFirst();
    }

    private static String reachable(InetSocketAddress address) {
        return address.getAddress().isAnyLocalAddress()
                ? "localhost"
                : address.getAddress().getHostAddress();
    }

    private static URI address(String scheme, InetSocketAddress address, String host) {
        String literal = host.contains(":") ? "[" + host + "]" : host;
        return URI.create(scheme + "://" + literal + ":" + address.getPort());
    }
}
