package io.latebind.server.certificate.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.certificate.HandedOverDevice;
import io.latebind.server.certificate.IssuedCertificate;
import io.latebind.server.certificate.PemBlock;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A line of a hand-over in JSON. */
record HandoverView(
        DeviceUuid deviceId,
        String deviceType,
        Optional<String> imei,
        List<String> tags,
        DeviceStatus status,
        boolean proven,
        Instant claimedAt,
        Optional<Instant> lastSeenAt,
        Optional<String> modemFirmware,
        Held certificate) {

    /** @param pem of the device's certificate alone */
    record Held(
            UUID id,
            String serial,
            String subject,
            UUID authorityId,
            String authority,
            String profile,
            long secTag,
            Instant issuedAt,
            Instant notBefore,
            Instant notAfter,
            String pem) {

        static Held of(IssuedCertificate certificate) {
            return new Held(
                    certificate.id().value(),
                    certificate.serial().toString(16),
                    certificate.subject(),
                    certificate.authority().value(),
                    certificate.authorityName(),
                    certificate.profile(),
                    certificate.secTag(),
                    certificate.issuedAt(),
                    certificate.notBefore(),
                    certificate.notAfter(),
                    PemBlock.of(certificate.certificate()));
        }
    }

    static HandoverView of(HandedOverDevice handedOver) {
        ClaimedDevice device = handedOver.device();
        return new HandoverView(
                device.id(),
                DeviceTypes.nameOf(device.deviceType()),
                device.imei(),
                device.tags(),
                device.status(),
                device.proven(),
                device.claimedAt(),
                device.lastSeenAt(),
                device.modemFirmware(),
                Held.of(handedOver.certificate()));
    }
}
