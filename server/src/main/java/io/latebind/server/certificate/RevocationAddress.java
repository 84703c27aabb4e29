package io.latebind.server.certificate;

import java.util.Optional;

/**
 * Where revocation lists and OCSP are found from outside.
 *
 * @param base without a slash at its end; empty when the operator has named no public address
 */
public record RevocationAddress(Optional<String> base) {
    public static final String LISTS = "/crl/";
    public static final String OCSP = "/ocsp/";

    public Optional<String> list(KeyIdentifier key) {
        return base.map(url -> url + LISTS + key);
    }

    public Optional<String> ocsp(KeyIdentifier key) {
        return base.map(url -> url + OCSP + key);
    }
}
