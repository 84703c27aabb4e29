package io.latebind.cli.demo;

import io.latebind.contract.device.DeviceUuid;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/**
 * What the service issued to a device.
 *
 * @param path where the API gives it as PEM
 * @param authorities PEM, what verifiers must trust
 */
record DemoCertificate(String path, String authorities) {
    /** @throws IOException when the device has none, or nothing is known of who signed it */
    static DemoCertificate of(DeviceUuid device, RestClient rest) throws IOException, InterruptedException {
        JsonNode certificate =
                rest.get("/v1/certificates?deviceId=" + device).path("items").path(0);
        if (certificate.isMissingNode()) {
            throw new IOException("the service issued no certificate to " + device);
        }
        String authority = certificate.path("authorityId").asString();
        String chain = rest.get("/v1/certificate-authorities/" + authority)
                .path("certificateChain")
                .asString("");
        if (chain.isBlank()) {
            throw new IOException("the authority that signed for " + device + " tells no certificates of its own:"
                    + " make the built-in one the team's default, or run the demo on another data directory");
        }
        return new DemoCertificate("/v1/certificates/" + certificate.path("id").asString() + "/pem", chain);
    }
}
