package io.latebind.server.identity;

import io.latebind.contract.device.DeviceUuid;
import java.util.List;

/**
 * What an import did, or, as a dry run, would do.
 *
 * @param unchanged entries that were there just so, and rows that repeat another one
 * @param contradictions devices whose pin or claim an entry contradicts
 * @param failed rows that were not taken
 */
public record ImportReport(
        int imported, int changed, int unchanged, List<DeviceUuid> contradictions, List<ImportRow.Bad> failed) {
    public ImportReport {
        contradictions = List.copyOf(contradictions);
        failed = List.copyOf(failed);
    }
}
