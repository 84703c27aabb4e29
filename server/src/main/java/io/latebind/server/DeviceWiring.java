package io.latebind.server;

import io.latebind.server.device.BlockDevice;
import io.latebind.server.device.ClaimDevice;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.device.UnclaimDevice;
import io.latebind.server.device.api.DeviceRoutes;
import io.latebind.server.device.store.PgDeviceStore;
import io.latebind.server.http.ApiRoute;
import java.util.List;

/** Claimed devices. */
final class DeviceWiring {
    private DeviceWiring() {}

    static List<ApiRoute> routes(Foundation on) {
        PgDeviceStore devices = new PgDeviceStore();
        return new DeviceRoutes(
                        new ClaimDevice(on.transactor(), devices, on.clock(), on.ids(), on.audit()),
                        new ReadDevices(on.transactor(), devices),
                        new BlockDevice(on.transactor(), devices, on.audit()),
                        new UnclaimDevice(on.transactor(), devices, on.audit()))
                .routes();
    }
}
