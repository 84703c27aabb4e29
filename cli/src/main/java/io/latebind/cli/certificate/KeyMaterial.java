package io.latebind.cli.certificate;

import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Surroundings;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Files that hold certificates and the private key of the first: two in PEM, or one in PKCS#12.
 *
 * @param passwordFile of the key or the PKCS#12, when there is a password
 */
record KeyMaterial(
        @Nullable String chain,
        @Nullable String key,
        @Nullable String pkcs12,
        @Nullable String passwordFile) {
    boolean isGiven() {
        return chain != null || key != null || pkcs12 != null;
    }

    /**
     * Puts the contents into a body, under the names that the service has for them.
     *
     * @return false, and nothing is put, when it is neither the two nor the one
     */
    boolean putInto(ObjectNode body, Surroundings surroundings) {
        if (pkcs12 != null && chain == null && key == null) {
            body.put("pkcs12", Base64.getEncoder().encodeToString(InputFile.bytes(pkcs12, surroundings)));
        } else if (pkcs12 == null && chain != null && key != null) {
            body.put("certificateChain", InputFile.text(chain, surroundings));
            body.put("privateKey", InputFile.text(key, surroundings));
        } else {
            return false;
        }
        if (passwordFile != null) {
            body.put("password", InputFile.secret(passwordFile, surroundings));
        }
        return true;
    }
}
