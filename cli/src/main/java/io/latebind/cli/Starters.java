package io.latebind.cli;

import io.latebind.server.kernel.StartRefused;

/** What the commands start. */
final class Starters {
    private Starters() {}

    static ServerStarter server() {
        return (config, environment) -> {
            throw new StartRefused("this build has no service in it yet");
        };
    }
}
