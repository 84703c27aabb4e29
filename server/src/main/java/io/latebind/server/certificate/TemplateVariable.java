package io.latebind.server.certificate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What templates of names can say about a device: {@code ${uuid}}. */
public enum TemplateVariable {
    UUID("uuid"),
    IMEI("imei"),
    DEVICE_TYPE("deviceType"),
    /** Each tag in its turn: the name is repeated for every tag, and left out for a device without one. */
    TAGS("tags"),
    /** The team's name. */
    TEAM("team");

    private final String shown;

    TemplateVariable(String shown) {
        this.shown = shown;
    }

    public String shown() {
        return shown;
    }

    static Optional<TemplateVariable> parse(String text) {
        return Arrays.stream(values())
                .filter(variable -> variable.shown.equals(text))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(TemplateVariable::shown).toList();
    }
}
