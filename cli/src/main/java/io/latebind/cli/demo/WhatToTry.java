package io.latebind.cli.demo;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.LatebindServer;
import io.latebind.server.config.ServerConfig;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lines to paste into another terminal.
 *
 * @param authorities a file for the certificates under which {@code openssl} verifies those of devices
 * @param curl with what it takes to reach the API port
 */
record WhatToTry(
        Path ownerKey, Path deviceRoot, Path authorities, String curl, URI api, URI devices, Optional<URI> coap) {
    static WhatToTry of(ServerConfig config, LatebindServer.Started service, URI api, URI devices, Optional<URI> coap) {
        return new WhatToTry(
                service.ownerKey().toAbsolutePath(),
                service.rootCertificate().toAbsolutePath(),
                config.dataDir().resolve("demo-authorities.pem").toAbsolutePath(),
                config.apiTls().isPresent() ? "curl -sk " : "curl -s ",
                api,
                devices,
                coap);
    }

    void tell(PrintStream out, DeviceUuid device, DemoCertificate certificate) throws IOException {
        Files.writeString(authorities, certificate.authorities());
        out.println();
        out.println("The service goes on serving. What to try next, in another terminal:");
        out.println();
        out.println("  the API: " + api + " (described in " + api + "/v1/openapi.yaml)");
        out.println("  the owner's API key: " + ownerKey);
        out.println();
        out.println("  " + call("/v1/claimed-devices?status=PROVISIONED"));
        out.println("  " + call("/v1/claimed-devices/" + device + "/provisioning"));
        out.println("  " + call(certificate.path()) + " | openssl verify -show_chain -CAfile " + quoted(authorities));
        out.println("  " + call("/v1/claimed-devices/" + device + "/provisioning")
                + " -H 'Content-Type: application/json' -d '{\"request\":{\"config\":{\"hello\":\"world\"}}}'");
        out.println();
        out.println("  A device of your own: ./latebind simulate --device-url " + devices + " --ca "
                + quoted(deviceRoot) + " --devices 1");
        coap.ifPresent(url -> out.println("  The same over CoAP: --transport coap --device-url " + url
                + " in the place of --device-url and its address"));
        out.println("  Ctrl-C ends it.");
        out.println();
    }

    private String call(String path) {
        return curl + "'" + api + path + "' -H \"Authorization: Bearer $(cat " + quoted(ownerKey) + ")\"";
    }

    /** As a shell takes it, whatever is in the name. */
    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
