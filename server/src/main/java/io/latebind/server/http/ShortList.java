package io.latebind.server.http;

import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Page;
import io.latebind.server.kernel.PageRequest;
import io.latebind.server.kernel.RefusalCode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Pages of a list that is short enough to be loaded whole. The token is the id of the item with which the page before ended. Pure. */
public final class ShortList {
    private ShortList() {}

    /**
     * Refused when the token names no item (BAD_PARAMETER).
     *
     * @param ascending in the list's own order
     */
    public static <T> Outcome<Page<T>> cut(List<T> ascending, Function<T, Object> id, PageRequest page) {
        List<T> ordered = page.descending() ? ascending.reversed() : ascending;
        int from = 0;
        if (page.token().isPresent()) {
            List<String> ids =
                    ordered.stream().map(item -> id.apply(item).toString()).toList();
            int last = ids.indexOf(page.token().get());
            if (last < 0) {
                return Outcome.refused(
                        RefusalCode.BAD_PARAMETER,
                        "pageNextToken is not one that this service gave out, or its item is gone; leave it away to begin with"
                                + " the first page");
            }
            from = last + 1;
        }
        List<T> items = ordered.subList(from, Math.min(ordered.size(), from + page.limit()));
        boolean more = from + items.size() < ordered.size();
        return Outcome.done(new Page<>(
                items,
                ordered.size(),
                more ? Optional.of(id.apply(items.getLast()).toString()) : Optional.empty()));
    }
}
