package io.latebind.server.device;

import io.latebind.server.kernel.Refusal;

/**
 * Why a row of a file was not claimed.
 *
 * @param code as the same claim alone would have been answered with
 */
public record RowRefusal(int row, int code, String message) {
    public static RowRefusal of(int row, Refusal refusal) {
        return new RowRefusal(row, refusal.code(), refusal.detail());
    }
}
