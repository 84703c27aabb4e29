package io.latebind.server;

import io.latebind.server.device.BlockDevice;
import io.latebind.server.device.ClaimDevice;
import io.latebind.server.device.ReadDevices;
import io.latebind.server.device.ReleaseDevice;
import io.latebind.server.device.UnclaimDevice;
import io.latebind.server.device.api.DeviceRoutes;
import io.latebind.server.device.api.ReleaseRoutes;
import io.latebind.server.device.store.PgDeviceStore;
import io.latebind.server.http.ApiRoute;
import java.util.ArrayList;
import java.util.List;

/** Claimed devices. */
final class DeviceWiring {
    private DeviceWiring() {}

    static List<ApiRoute> routes(Foundation on) {
        PgDeviceStore devices = new PgDeviceStore();
        List<ApiRoute> routes = new ArrayList<>(new DeviceRoutes(
                        new ClaimDevice(
                                on.transactor(),
                                devices,
                                on.clock(),
                                on.ids(),
                                on.audit(),
                                on.config().trust().identityPolicy()),
                        new ReadDevices(on.transactor(), devices),
                        new BlockDevice(on.transactor(), devices, on.audit()),
                        new UnclaimDevice(on.transactor(), devices, on.audit()))
                .routes());
        routes.addAll(new ReleaseRoutes(new ReleaseDevice(on.transactor(), devices, on.audit())).routes());
        return routes;
    }
}
