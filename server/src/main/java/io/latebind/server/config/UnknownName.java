package io.latebind.server.config;

import io.latebind.server.kernel.NearestName;
import java.util.Collection;
import java.util.Optional;

/** The words for a name that nothing is known by. Its value is not shown: it may be a password whose name was misspelt. */
final class UnknownName {
    private UnknownName() {}

    static ConfigProblem problem(String name, String origin, Collection<String> known) {
        String hint = NearestName.to(name, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; `latebind serve --help` lists the settings");
        return new ConfigProblem(name, origin, Optional.empty(), "is not a setting of Latebind" + hint);
    }
}
