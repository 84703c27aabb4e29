package io.latebind.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.audit.AuditAction;
import io.latebind.server.audit.AuditEvent;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.Facts;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users do, and who is told (specification 7.1). */
class AuditedEventsTest {
    private static final Principal CALLER = new Principal(
            new TeamId(new UUID(1, 1)),
            false,
            new MemberId(new UUID(1, 2)),
            new ApiKeyId(new UUID(1, 3)),
            Role.ADMIN,
            new Origin("192.0.2.1", "test"));
    private static final DeviceUuid DEVICE = new DeviceUuid(new UUID(1, 4));
    private static final Optional<DeviceAudience.Audience> GONE = Optional.empty();

    private static OutboxEvent first(AuditEvent event, Optional<DeviceAudience.Audience> audience) {
        return AuditedEventRules.toldOfDevice(event, DEVICE, audience).getFirst();
    }

    private static AuditEvent unclaimed(String claimerRole) {
        return AuditEvent.onDevice(CALLER, AuditAction.DEVICE_UNCLAIMED, DEVICE, DEVICE)
                .before(Facts.of("tags", List.of("a")).with("claimerRole", claimerRole));
    }

    @ParameterizedTest
    @EnumSource(
            value = AuditAction.class,
            names = {"KEY_CREATED", "MEMBER_ADDED", "TEAM_CHANGED", "WEBHOOK_DELETED", "IDENTITY_IMPORTED"})
    void tellsAdminsAloneOfWhatOthersCannotLookAt(AuditAction action) {
        assertThat(AuditedEventRules.told(AuditEvent.of(CALLER, action, "thing"))
                        .adminsOnly())
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = AuditAction.class,
            names = {"RULE_CHANGED", "TAG_CREATED", "BULK_STARTED"})
    void tellsEveryoneOfWhatTheyCanLookAt(AuditAction action) {
        assertThat(AuditedEventRules.told(AuditEvent.of(CALLER, action, "thing"))
                        .adminsOnly())
                .isFalse();
    }

    @Test
    void tellsOfADeviceThatIsGoneThoseWhoSawIt() {
        assertThat(first(unclaimed("editor"), GONE).adminsOnly()).isFalse();
        assertThat(first(unclaimed("owner"), GONE).adminsOnly()).isTrue();
        assertThat(first(unclaimed("nonsense"), GONE).adminsOnly()).isTrue();
        assertThat(first(unclaimed("editor"), GONE).tags()).containsExactly("a");
    }

    @Test
    void knowsTheTagsBeforeAndAfter() {
        AuditEvent tagged = AuditEvent.onDevice(CALLER, AuditAction.DEVICE_TAGGED, DEVICE, DEVICE)
                .before(Facts.of("tags", List.of("old", "kept")))
                .after(Facts.of("tags", List.of("kept", "new")));
        assertThat(first(tagged, Optional.of(new DeviceAudience.Audience(List.of("kept", "new"), false)))
                        .tags())
                .containsExactlyInAnyOrder("old", "kept", "new");
    }

    @Test
    void leavesOutRequestsAndUrlsHoweverDeepTheyLie() {
        AuditEvent rule = AuditEvent.of(CALLER, AuditAction.RULE_CREATED, "rule")
                .after(Facts.of("name", "n")
                        .with("url", "https://hooks.example/token")
                        .with("commands", List.of(Map.of("request", Map.of("config", "c"), "type", "config"))));
        assertThat(EventData.json(AuditedEventRules.told(rule).data()))
                .isEqualTo("{\"by\":{\"memberId\":\"" + CALLER.member()
                        + "\"},\"after\":{\"name\":\"n\",\"commands\":[{\"type\":\"config\"}]}}");
    }
}
