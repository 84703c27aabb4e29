package io.latebind.server.device;

import static io.latebind.server.provisioning.ServiceFixture.done;
import static io.latebind.server.provisioning.ServiceFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.TestDevice;
import io.latebind.server.job.ParallelWork;
import io.latebind.server.kernel.IdentityPolicy;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.Role;
import io.latebind.server.provisioning.ServiceFixture;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A tag that gives a device secrets of the team is for admins and owners, whichever way it is given (specification 7.1). */
class SecretTagsTest {
    private final ServiceFixture fixture = new ServiceFixture();
    private final SecretTags secretTags = (_, team, tags) -> team.equals(fixture.owner.team())
            ? tags.stream().filter(tag -> tag.startsWith("secret")).collect(Collectors.toSet())
            : Set.of();
    private final ClaimTerms terms = new ClaimTerms(IdentityPolicy.FIRST_USE, secretTags);
    private final ClaimDevice claiming =
            new ClaimDevice(fixture.transactor, fixture.devices, terms, fixture.clock, fixture.ids, fixture.audit);
    private final ClaimRows rows = new ClaimRows(
            fixture.transactor, fixture.devices, terms, new ParallelWork(2), fixture.clock, fixture.ids, fixture.audit);
    private final TagDevice tagging = new TagDevice(fixture.transactor, fixture.devices, secretTags, fixture.audit);
    private final Principal editor = as(Role.EDITOR);
    private final Principal admin = as(Role.ADMIN);

    private Principal as(Role role) {
        return new Principal(
                fixture.owner.team(),
                true,
                new MemberId(UUID.randomUUID()),
                fixture.owner.key(),
                role,
                fixture.owner.origin());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void namesTheTag(Refusal refusal) {
        assertThat(refusal.code()).isEqualTo(RefusalCode.NOT_PERMITTED.number());
        assertThat(refusal.detail()).contains("\"secret-b\"", "admins and owners");
    }

    @Test
    void refusesAnEditorsClaimWithSuchATag() {
        String token = TestDevice.create().attestationToken();
        namesTheTag(refused(claiming.claim(editor, token, List.of("a", "secret-b"))));
        namesTheTag(refused(claiming.dryRun(editor, token, List.of("a", "secret-b"))));
        done(claiming.claim(admin, token, List.of("a", "secret-b")));
        done(claiming.claim(editor, TestDevice.create().attestationToken(), List.of("a")));
    }

    @Test
    void refusesARowOfAnEditorsFileWithSuchATag() {
        TestDevice plain = TestDevice.create();
        List<ClaimRow> file = List.of(
                new ClaimRow(0, TestDevice.create().attestationToken(), List.of("secret-b")),
                new ClaimRow(1, plain.attestationToken(), List.of("a")));
        for (RowsClaimed claimed : List.of(rows.dryRun(editor, file), rows.claim(editor, file))) {
            assertThat(claimed.claimed()).containsOnlyKeys(plain.uuid());
            assertThat(claimed.refused()).hasSize(1);
            assertThat(claimed.refused().getFirst().row()).isZero();
            assertThat(claimed.refused().getFirst().code()).isEqualTo(RefusalCode.NOT_PERMITTED.number());
            assertThat(claimed.refused().getFirst().message()).contains("\"secret-b\"");
        }
        assertThat(rows.claim(admin, file.subList(0, 1)).refused()).isEmpty();
    }

    @Test
    void refusesAnEditorWhoAddsSuchATagButNotOneWhoKeepsIt() {
        DeviceUuid device = done(claiming.claim(editor, TestDevice.create().attestationToken(), List.of("a")))
                .id();
        TagChange add = new TagChange.Amend(List.of("secret-b"), List.of());
        namesTheTag(refused(tagging.change(editor, device, add, Optional.empty())));
        namesTheTag(
                refused(tagging.change(editor, device, new TagChange.Replace(List.of("secret-b")), Optional.empty())));
        done(tagging.change(admin, device, add, Optional.empty()));
        assertThat(done(tagging.change(
                                editor, device, new TagChange.Replace(List.of("secret-b", "c")), Optional.empty()))
                        .tags())
                .containsExactly("secret-b", "c");
    }
}
