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
import java.nio.file.Path;
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

/** Claims a handful of simulated devices, lets them be provisioned over HTTPS and CoAP, and says what to try next. */
public final class Demo {
    private static final int DEVICES = 5;
    private static final int OVER_COAP = 2;
    private static final int SEC_TAG = 16842753;
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
            out.println("Claiming " + DEVICES + " simulated devices and queueing commands for each.");
            for (SimulatedDevice device : devices) {
                rest.create("/v1/claimed-devices", claim(device));
                for (ObjectNode request : commands(device, root)) {
                    rest.create("/v1/claimed-devices/" + device.uuid() + "/provisioning", body(request));
                }
                out.println("  claimed " + device.uuid());
            }
            provision(devices);
        } catch (IOException failed) {
            throw new StartRefused("The demo did not come to its end: " + failed.getMessage());
        }
        tellWhatToTry(devices.getFirst());
    }

    private void provision(List<SimulatedDevice> devices) throws IOException, InterruptedException {
        RootCertificates roots = RootCertificates.read(service.rootCertificate());
        Optional<URI> coap = service.deviceCoap().map(socket -> address("coaps", socket, deviceHost()));
        int overHttps = coap.isPresent() ? DEVICES - OVER_COAP : DEVICES;
        Duration elapsed;
        try (DeviceTransport https = new HttpsTransport(deviceUrl(), roots, Duration.ofSeconds(30))) {
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
        claim.putArray("tags").add("demo");
        return claim.toString();
    }

    private static List<ObjectNode> commands(SimulatedDevice device, String root) {
        ObjectNode csr = JSON.createObjectNode();
        csr.putObject("certificateSigningRequest")
                .put("secTag", SEC_TAG)
                .put("attributes", "O=Latebind demo,CN=" + device.uuid())
                .put("keyUsage", "101010000");
        ObjectNode certificate = JSON.createObjectNode();
        certificate.putObject("serverCertificate").put("secTag", SEC_TAG).put("content", root);
        ObjectNode settings = JSON.createObjectNode();
        settings.putObject("config").put("provisioning/interval-sec", "3600");
        ObjectNode finished = JSON.createObjectNode();
        finished.putObject("finished");
        return List.of(csr, certificate, settings, finished);
    }

    private static String body(ObjectNode request) {
        ObjectNode body = JSON.createObjectNode();
        body.set("request", request);
        return body.toString();
    }

    private URI api() {
        return address(config.apiTls().isPresent() ? "https" : "http", service.api(), reachable(service.api()));
    }

    private URI deviceUrl() {
        return address("https", service.deviceHttps(), deviceHost());
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

    private void tellWhatToTry(SimulatedDevice device) {
        Path key = service.ownerKey().toAbsolutePath();
        String authorization = " -H \"Authorization: Bearer $(cat " + quoted(key) + ")\"";
        String devices = "'" + api() + "/v1/claimed-devices";
        String insecure = config.apiTls().isPresent() ? "curl -k " : "curl ";
        out.println();
        out.println("The service goes on serving. What to try next, in another terminal:");
        out.println();
        out.println("  the API: " + api() + " (described in " + api() + "/v1/openapi.yaml)");
        out.println("  the owner's API key: " + key);
        out.println();
        out.println("  " + insecure + devices + "?status=PROVISIONED'" + authorization);
        out.println("  " + insecure + devices + "/" + device.uuid() + "/provisioning'" + authorization);
        out.println("  " + insecure + "-X POST " + devices + "/" + device.uuid() + "/provisioning'" + authorization
                + " -H 'Content-Type: application/json' -d '{\"request\":{\"config\":{\"hello\":\"world\"}}}'");
        out.println();
        out.println("  A device of your own: ./latebind simulate --device-url " + deviceUrl() + " --ca "
                + quoted(service.rootCertificate().toAbsolutePath()) + " --devices 1");
        service.deviceCoap()
                .ifPresent(socket -> out.println("  The same over CoAP: --transport coap --device-url "
                        + address("coaps", socket, deviceHost()) + " in the place of --device-url and its address"));
        out.println("  Ctrl-C ends it.");
        out.println();
    }

    /** As a shell takes it, whatever is in the name. */
    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
