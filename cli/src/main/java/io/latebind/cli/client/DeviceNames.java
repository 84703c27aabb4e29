package io.latebind.cli.client;

import io.latebind.contract.device.DeviceUuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Devices as users name them: by UUID, or by how it begins. */
public final class DeviceNames {
    private static final int SHORTEST = 6;
    /** So many devices are looked through for one that begins so. */
    private static final int LOOKED_THROUGH = 10_000;

    private DeviceNames() {}

    /** @throws CommandFailed when no device, or more than one, is meant */
    public static String resolve(ServiceClient client, String text) {
        Optional<DeviceUuid> whole = DeviceUuid.parse(text);
        if (whole.isPresent()) {
            return whole.get().toString();
        }
        String beginning = text.toLowerCase(Locale.ROOT);
        if (!beginning.matches("[0-9a-f-]{" + SHORTEST + ",35}")) {
            throw CommandFailed.wrongWords(
                    "'" + text + "' is no device: give its UUID, or at least the first " + SHORTEST
                            + " characters of it.",
                    "`latebind devices list` shows the devices.");
        }
        return only(text, beginningWith(client, beginning));
    }

    public static List<String> resolve(ServiceClient client, List<String> texts) {
        return texts.stream().map(text -> resolve(client, text)).distinct().toList();
    }

    private static List<String> beginningWith(ServiceClient client, String beginning) {
        List<String> found = new ArrayList<>();
        int[] seen = {0};
        Pages.walk(client, Resource.of("/v1/claimed-devices"), 100, device -> {
            String id = device.path("id").asString("");
            if (id.startsWith(beginning)) {
                found.add(id);
            }
            seen[0]++;
            return found.size() < 5 && seen[0] < LOOKED_THROUGH;
        });
        if (found.isEmpty() && seen[0] >= LOOKED_THROUGH) {
            throw CommandFailed.failed(
                    "None of the first " + LOOKED_THROUGH + " devices begins with " + beginning + ".",
                    "Give the whole UUID.");
        }
        return found;
    }

    private static String only(String text, List<String> found) {
        return switch (found.size()) {
            case 0 ->
                throw CommandFailed.failed(
                        "No device that you can see begins with " + text + ".",
                        "`latebind devices list` shows the devices.");
            case 1 -> found.getFirst();
            default ->
                throw CommandFailed.failed(
                        "More than one device begins with " + text + ": " + String.join(", ", found) + ".",
                        "Give more of the UUID.");
        };
    }
}
