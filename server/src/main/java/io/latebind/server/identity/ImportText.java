package io.latebind.server.identity;

import java.util.Optional;

/** A row of an import as it was written; an empty text counts as absent. */
public record ImportText(String uuid, String publicKey, Optional<String> imei, Optional<String> deviceType) {
    public ImportText {
        imei = imei.map(String::strip).filter(text -> !text.isEmpty());
        deviceType = deviceType.map(String::strip).filter(text -> !text.isEmpty());
    }
}
