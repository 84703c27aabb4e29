package io.latebind.server.device.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.contract.token.DeviceTypes;
import io.latebind.server.device.DeviceFilter;
import io.latebind.server.device.DeviceStatus;
import io.latebind.server.http.QueryParameters;
import io.latebind.server.kernel.Outcome;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code status}, {@code tag}, {@code deviceType} and {@code id} of a list of devices. */
final class DeviceFilterParameters {
    private DeviceFilterParameters() {}

    /** Refused when a value is not one that a device can have (BAD_PARAMETER), or the page is not good. */
    static Outcome<DeviceFilter> read(QueryParameters query) {
        Optional<DeviceStatus> status = query.choice("status", DeviceStatus.class);
        Optional<Integer> deviceType = query.text("deviceType").flatMap(name -> {
            OptionalInt number = DeviceTypes.numberOf(name);
            if (number.isEmpty()) {
                query.problem("deviceType", name, "a device type like nrf9151_LACA or unknown_7");
            }
            return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
        });
        Optional<DeviceUuid> id = query.text("id").flatMap(text -> {
            Optional<DeviceUuid> uuid = DeviceUuid.parse(text);
            if (uuid.isEmpty()) {
                query.problem("id", text, "a device UUID");
            }
            return uuid;
        });
        Optional<String> tag = query.text("tag");
        tag.filter(text -> text.indexOf('\0') >= 0).ifPresent(text -> query.problem("tag", text, "a tag"));
        return query.accept(() -> new DeviceFilter(status, tag, deviceType, id));
    }
}
