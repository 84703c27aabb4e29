package io.latebind.server.device;

import java.util.List;

/**
 * One row of a file of claims.
 *
 * @param row from 0; blank lines are not counted
 * @param claimToken as it stands there, perhaps no token at all
 * @param tags perhaps such as no device can bear
 */
public record ClaimRow(int row, String claimToken, List<String> tags) {
    public ClaimRow {
        tags = List.copyOf(tags);
    }
}
