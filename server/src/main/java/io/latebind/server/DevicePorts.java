package io.latebind.server;

import io.latebind.server.http.HttpListener;
import io.latebind.server.provisioning.link.DeviceLink;
import io.latebind.server.provisioning.link.HttpDeviceLink;
import io.latebind.server.secrecy.SealedFile;
import io.latebind.server.tls.DeviceCertificates;
import io.latebind.server.tls.PemPair;
import java.util.Optional;

/**
 * Where devices come, with the same certificate and to the same {@link DeviceLink}.
 *
 * @param coap empty when switched off
 */
record DevicePorts(HttpListener https, Optional<CoapPort> coap) {
    /** @param sessions where DTLS sessions lie while the service is not running */
    static DevicePorts open(Ports ports, DeviceCertificates certificates, DeviceLink link, SealedFile sessions) {
        return new DevicePorts(
                ports.listenToDevices(certificates, new HttpDeviceLink(link)),
                ports.listenToCoap(certificates, link, sessions));
    }

    /** New connections and handshakes are shown this certificate. */
    void renew(PemPair renewed) {
        https.reloadTls(Ports.material(renewed));
        coap.ifPresent(port -> port.renew(renewed));
    }
}
