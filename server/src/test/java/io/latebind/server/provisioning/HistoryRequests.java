package io.latebind.server.provisioning;

import java.util.Random;

/** What users add and devices ask for in random histories. */
final class HistoryRequests {
    private HistoryRequests() {}

    static CommandRequest any(Random dice) {
        int tag = dice.nextInt(3);
        return switch (dice.nextInt(14)) {
            case 0, 1 -> Requests.key(tag);
            case 2 -> Requests.csr(tag, "CN=device");
            case 3 -> Requests.serverCertificate(tag, "x".repeat(dice.nextInt(1200)));
            case 4 -> Requests.clientCertificate(tag, "x".repeat(dice.nextInt(500)));
            case 5 -> Requests.clientPrivateKey(tag, "x".repeat(dice.nextInt(300)), "password");
            case 6 -> Requests.psk(tag, "identity", "00ff");
            case 7 -> Requests.endorsementKey(tag);
            case 8 -> Requests.config();
            case 9, 10 -> Requests.cloudKey(tag);
            case 11 -> Requests.signedCsr(tag, "CN=device");
            default -> Requests.finished();
        };
    }

    /** A key for which the service issues the certificate. */
    static CommandRequest keyToCertify(Random dice) {
        int tag = dice.nextInt(3);
        return dice.nextInt(3) == 0 ? Requests.signedCsr(tag, "CN=device") : Requests.cloudKey(tag);
    }

    static DeviceBuffers buffers(Random dice) {
        return switch (dice.nextInt(6)) {
            case 0 -> new DeviceBuffers(1024, 2048, 1 + dice.nextInt(4));
            case 1 -> new DeviceBuffers(64 + dice.nextInt(400), 2048, 10);
            case 2 -> new DeviceBuffers(1024, 64 + dice.nextInt(1500), 10);
            default -> DeviceBuffers.DEFAULT;
        };
    }
}
