package io.latebind.server.provisioning;

import io.latebind.server.kernel.Facts;
import java.util.Optional;

/**
 * How a device comes to fetch: from where, and what it says about itself.
 *
 * @param address its network address, behind trusted proxies
 */
public record Connection(
        String address, Optional<String> modemFirmware, Optional<String> clientVersion, DeviceBuffers buffers) {

    /** The line that tells of it. */
    public HistoryEntry line() {
        StringBuilder text = new StringBuilder("connected from ").append(address);
        text.append(modemFirmware.map(name -> ", modem firmware " + name).orElse(", modem firmware not told"));
        text.append(clientVersion.map(name -> ", client version " + name).orElse(", client version not told"));
        text.append("; it takes ")
                .append(buffers.rxMaxSize())
                .append(" bytes in at most ")
                .append(buffers.limit())
                .append(" records, and can report ")
                .append(buffers.txMaxSize())
                .append(" bytes");
        return new HistoryEntry(
                HistoryEntry.Kind.CONNECTED,
                Optional.empty(),
                text.toString(),
                Facts.of(HistoryEntry.ADDRESS, address)
                        .with("modemFirmware", modemFirmware)
                        .with("clientVersion", clientVersion)
                        .with("rxMaxSize", buffers.rxMaxSize())
                        .with("txMaxSize", buffers.txMaxSize())
                        .with("limit", buffers.limit()));
    }
}
