package io.latebind.cli.audit;

import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events. */
final class AuditFilter {
    @Option(names = "--action", paramLabel = "ACTION", description = "Like device.claimed.")
    private @Nullable String action;

    @Option(names = "--member", paramLabel = "ID", description = "What this member did.")
    private @Nullable String member;

    @Option(names = "--device", paramLabel = "DEVICE", description = "What was done to this device.")
    private @Nullable String device;

    @Option(names = "--subject", paramLabel = "TEXT", description = "What was done to the thing with this id or name.")
    private @Nullable String subject;

    @Option(names = "--since", paramLabel = "TIME", description = "Not before this instant, like 2027-01-31T00:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Before this instant.")
    private @Nullable String until;

    Resource events(ServiceClient client) {
        return Resource.of("/v1/audit-events")
                .with("action", action)
                .with("memberId", member)
                .with("deviceId", device == null ? null : DeviceNames.resolve(client, device))
                .with("subject", subject)
                .with("since", since)
                .with("until", until);
    }
}
