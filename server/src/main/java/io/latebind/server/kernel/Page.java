package io.latebind.server.kernel;

import java.util.List;
import java.util.Optional;

/**
 * One page of a list.
 *
 * @param total how many items the whole list has
 * @param nextPageToken opaque; empty on the last page
 */
public record Page<T>(List<T> items, long total, Optional<String> nextPageToken) {
    public Page {
        items = List.copyOf(items);
    }
}
