package io.latebind.server.device;

import java.util.List;

/** What a user wants of a device's tags. */
public sealed interface TagChange {
    /** These and no others. */
    record Replace(List<String> tags) implements TagChange {
        public Replace {
            tags = List.copyOf(tags);
        }
    }

    /** The others stay. */
    record Amend(List<String> add, List<String> remove) implements TagChange {
        public Amend {
            add = List.copyOf(add);
            remove = List.copyOf(remove);
        }
    }
}
