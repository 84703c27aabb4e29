package io.latebind.server.device;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.server.TestDevice;
import io.latebind.server.job.ParallelWork;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.provisioning.ServiceFixture;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows are judged before their transaction; what changes in between is not missed. */
class ClaimRowsTest {
    private final ServiceFixture fixture = new ServiceFixture();
    private final ClaimRows rows = new ClaimRows(
            fixture.transactor,
            fixture.devices,
            new ClaimTerms(IdentityPolicy.FIRST_USE, (_, _, _) -> Set.of()),
            new ParallelWork(2),
            fixture.clock,
            fixture.ids,
            fixture.audit);
    private final TestDevice device = TestDevice.create();
    private final List<ClaimRow> file = List.of(new ClaimRow(0, device.attestationToken(), List.of("a")));

    @AfterEach
    void close() {
        fixture.close();
    }

    private RowsClaimed claim(List<JudgedRow> judged) {
        return fixture.transactor.inTransaction(tx -> rows.claim(tx, fixture.owner, judged));
    }

    @Test
    void refusesADeviceThatWasClaimedSinceTheFirstLook() {
        List<JudgedRow> judged = rows.judge(fixture.owner, file);
        done(fixture.claims.claim(fixture.owner, device.attestationToken(), List.of()));
        RowsClaimed claimed = claim(judged);
        assertThat(claimed.claimed()).isEmpty();
        assertThat(claimed.refused().getFirst().code()).isEqualTo(RefusalCode.ALREADY_CLAIMED.number());
        assertThat(fixture.shown(device).tags()).isEmpty();
    }

    @Test
    void refusesATokenWhenTheDeviceHasProvenAnotherKeySinceTheFirstLook() {
        List<JudgedRow> judged = rows.judge(fixture.owner, file);
        TestDevice real = TestDevice.withUuid(device.uuid());
        fixture.database.execute("INSERT INTO device (uuid, pinned_key, pinned_variant, pinned_at) VALUES ('"
                + device.uuid() + "', '\\x"
                + HexFormat.of().formatHex(real.publicKey().spki()) + "', 1, now())");
        RowsClaimed claimed = claim(judged);
        assertThat(claimed.claimed()).isEmpty();
        assertThat(claimed.refused().getFirst().code()).isEqualTo(RefusalCode.TOKEN_NOT_TRUSTED.number());
    }

    @Test
    void claimsWhatStandsAsItStoodAtTheFirstLook() {
        RowsClaimed claimed = claim(rows.judge(fixture.owner, file));
        assertThat(claimed.refused()).isEmpty();
        assertThat(claimed.claimed()).containsExactly(Map.entry(device.uuid(), 0));
        assertThat(fixture.shown(device).tags()).containsExactly("a");
        assertThat(fixture.shown(device).proven()).isFalse();
    }
}
