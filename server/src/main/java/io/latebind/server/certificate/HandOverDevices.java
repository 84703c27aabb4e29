package io.latebind.server.certificate;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.ClaimedDevice;
import io.latebind.server.device.DeviceCursor;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStore;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Transactor;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells a cloud which devices will come, and with which certificates (decision 0167). */
public final class HandOverDevices {
    private final Transactor transactor;
    private final DeviceStore devices;
    private final CertificateStore certificates;
    private final InstantSource clock;

    public HandOverDevices(
            Transactor transactor, DeviceStore devices, CertificateStore certificates, InstantSource clock) {
        this.transactor = transactor;
        this.devices = devices;
        this.certificates = certificates;
        this.clock = clock;
    }

    /**
     * Some of the devices that are handed over.
     *
     * @param next where the part behind begins; empty at the end
     */
    public record Part(List<HandedOverDevice> devices, Optional<DeviceCursor> next) {
        public Part {
            devices = List.copyOf(devices);
        }
    }

    /**
     * The next part, in the order of the claims: devices that the caller sees and that hold a certificate in force, each with the one
     * that was issued last. Devices without one are passed over, so a part may be empty without being the last.
     *
     * @param secTag only certificates of this security tag
     * @param behind where the part before ended
     */
    public Part following(Principal caller, DeviceFilter filter, Optional<Long> secTag, Optional<DeviceCursor> behind) {
        return transactor.perStatement(tx -> {
            Page<ClaimedDevice> page = devices.list(
                    tx,
                    caller.sight(),
                    filter,
                    behind,
                    new PageRequest(PageRequest.MAX_LIMIT, Optional.empty(), false));
            Map<DeviceUuid, IssuedCertificate> newest = certificates.newestActive(
                    tx,
                    caller.sight(),
                    page.items().stream().map(ClaimedDevice::id).toList(),
                    secTag,
                    clock.instant());
            List<HandedOverDevice> handedOver = page.items().stream()
                    .flatMap(device -> Optional.ofNullable(newest.get(device.id()))
                            .map(certificate -> new HandedOverDevice(device, certificate))
                            .stream())
                    .toList();
            return new Part(handedOver, page.nextPageToken().flatMap(DeviceCursor::parse));
        });
    }
}
