package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import java.util.Optional;

/**
 * Which certificates of a list.
 *
 * @param serial in hex, as REST shows it
 */
public record CertificateFilter(
        Optional<DeviceUuid> device,
        Optional<AuthorityId> authority,
        Optional<String> profile,
        Optional<IssuedCertificate.State> state,
        Optional<String> serial) {}
