package io.latebind.server.identity.api;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.identity.ImportReport;
import java.util.List;

/** What came of an import, as REST shows it; the lists are cut, and the numbers beside them are not. */
record ImportView(
        int imported,
        int changed,
        int unchanged,
        int contradicted,
        List<DeviceUuid> contradictions,
        int failedRows,
        List<FailedRow> failed) {
    private static final int MAX_CONTRADICTIONS = 100;
    private static final int MAX_FAILED = 1000;

    record FailedRow(int row, String message) {}

    static ImportView of(ImportReport report) {
        return new ImportView(
                report.imported(),
                report.changed(),
                report.unchanged(),
                report.contradictions().size(),
                report.contradictions().stream().limit(MAX_CONTRADICTIONS).toList(),
                report.failed().size(),
                report.failed().stream()
                        .limit(MAX_FAILED)
                        .map(bad -> new FailedRow(bad.row(), bad.message()))
                        .toList());
    }
}
