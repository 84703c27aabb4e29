package io.latebind.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this machine calls itself. */
final class MachineName {
    private static final Path KERNELS_WORD = Path.of("/proc/sys/kernel/hostname");

    private MachineName() {}

    /** The kernel's word where there is one: asking Java may wait for a name service that does not answer. */
    static String ofThisMachine() {
        try {
            return Files.readString(KERNELS_WORD).strip();
        } catch (IOException notLinux) {
            try {
                return InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException nameless) {
                return "localhost";
            }
        }
    }
}
