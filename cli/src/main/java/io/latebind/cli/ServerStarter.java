package io.latebind.cli;

import io.latebind.server.config.ServerConfig;
import io.latebind.server.kernel.StartRefused;
import java.util.Map;

/** Starts the service. */
@FunctionalInterface
interface ServerStarter {
    /**
     * Returns when the service serves.
     *
     * @throws StartRefused if it cannot
     */
    RunningServer start(ServerConfig config, Map<String, String> environment);

    /** A service that serves. */
    @FunctionalInterface
    interface RunningServer {
        /** Drains and ends in order; returns when all is over. */
        void stop();
    }
}
