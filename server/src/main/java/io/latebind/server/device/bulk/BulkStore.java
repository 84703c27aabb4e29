package io.latebind.server.device.bulk;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.device.ClaimRow;
import io.latebind.server.device.RowRefusal;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.Tx;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the rows of bulk claims wait, and why some were refused. */
public interface BulkStore {
    /** Rows that are to be worked through together. */
    void addPart(Tx tx, JobId job, List<ClaimRow> rows);

    /** The part that is next; empty when none is left. */
    List<ClaimRow> nextPart(Tx tx, JobId job);

    /** False when it is gone already. */
    boolean removePart(Tx tx, JobId job, int firstRow);

    /** Everything that was kept only until the operation ends. */
    void clear(Tx tx, JobId job);

    /** Those of {@code devices} that an earlier part of this dry run has, with its row; the others are remembered. */
    Map<DeviceUuid, Integer> rehearse(Tx tx, JobId job, Map<DeviceUuid, Integer> devices);

    void refuse(Tx tx, JobId job, List<RowRefusal> refusals);

    /** In the order of the rows, or against it. */
    List<RowRefusal> refusals(Tx tx, JobId job, Optional<Integer> behind, boolean descending, int limit);
}
