package io.latebind.cli;

import io.latebind.server.config.ServerConfig;
import io.latebind.server.kernel.StartRefused;

/** Makes the service that {@code serve} runs. */
@FunctionalInterface
interface ServerStarter {
    Service prepare(ServerConfig config);

    /** A service that can be started once and stopped at any moment, also while it starts. */
    interface Service {
        /**
         * Returns when the service serves.
         *
         * @throws StartRefused if it cannot
         */
        void start() throws InterruptedException;

        /** Drains and ends in order; returns when all is over. */
        void stop();
    }
}
