package io.latebind.server.identity;

import io.latebind.server.kernel.Refusal;

/** A row of an import, judged by itself. */
public sealed interface ImportRow {
    /** Where it stands, from 0. */
    int row();

    record Good(int row, RegistryEntry entry) implements ImportRow {}

    /** @param message what is wrong with it, and what it should be */
    record Bad(int row, String message) implements ImportRow {
        public static Bad of(int row, Refusal refusal) {
            return new Bad(row, refusal.detail());
        }
    }
}
