package io.latebind.server.whole;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.token.KeygenToken;
import io.latebind.server.TestDevice;
import io.latebind.server.TestKeygen;
import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The modem of a device as far as keys and certificates go: makes keys, says so as a modem does, and keeps what is written. */
final class TestModem {
    private static final String WRITE = "0";

    private final TestDevice device;
    private final Map<String, KeyPair> keys = new HashMap<>();
    private final Map<String, String> credentials = new HashMap<>();

    TestModem(TestDevice device) {
        this.device = device;
    }

    /** The key that was made last in this security tag. */
    KeyPair key(long secTag) {
        return Optional.ofNullable(keys.get(Long.toString(secTag))).orElseThrow();
    }

    /** What is stored; types as {@code AT%CMNG} numbers them, 0 root CA, 1 client certificate. */
    Optional<String> credential(long secTag, int type) {
        return Optional.ofNullable(credentials.get(secTag + "," + type));
    }

    List<DeviceResponse> execute(List<DeviceCommand> batch) {
        return batch.stream().map(this::execute).toList();
    }

    private DeviceResponse execute(DeviceCommand command) {
        return switch (command) {
            case DeviceCommand.AtCommand at -> new DeviceResponse.AtResponse(at.correlation(), execute(at));
            case DeviceCommand.ConfigCommand config -> new DeviceResponse.ConfigResponse(config.correlation());
            case DeviceCommand.FinishedCommand finished -> new DeviceResponse.FinishedResponse(finished.correlation());
        };
    }

    private String execute(DeviceCommand.AtCommand at) {
        String[] parameters = at.parameters().split(",", 4);
        if (at.setCommand().equals("%KEYGEN")) {
            return "%KEYGEN: \"" + keygen(parameters) + "\"\r\nOK\r\n";
        }
        if (parameters[0].equals(WRITE)) {
            String content = parameters[3];
            credentials.put(parameters[1] + "," + parameters[2], content.substring(1, content.length() - 1));
        } else {
            credentials.remove(parameters[1] + "," + parameters[2]);
        }
        return "OK\r\n";
    }

    private String keygen(String[] parameters) {
        long secTag = Long.parseLong(parameters[0]);
        KeyPair key = TestKeygen.newKey();
        keys.put(parameters[0], key);
        byte[] spki = key.getPublic().getEncoded();
        return parameters[2].equals("0")
                ? TestKeygen.genuine(device, key, secTag)
                : device.keygenToken(KeygenToken.Kind.PUBLIC_KEY, secTag, spki, spki);
    }
}
