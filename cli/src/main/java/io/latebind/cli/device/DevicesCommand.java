package io.latebind.cli.device;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code latebind devices}. */
@Command(
        name = "devices",
        description = {
            "Lists, shows, tags, blocks and unclaims claimed devices.",
            "",
            "DEVICE is a device UUID, or at least the first six characters of one."
        },
        subcommands = {ListDevices.class, ShowDevice.class, DeviceHistory.class, TagDevices.class},
        footer = {"Example:", "  latebind devices list --status ERROR"})
public final class DevicesCommand {
    private static final String DEVICE = "A device UUID, or how it begins.";

    @Command(
            name = "block",
            description = "Keeps commands from devices until they are unblocked.",
            footer = {"Example:", "  latebind devices block 50363154 4ac3b9d8"})
    int block(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", arity = "1..*", description = DEVICE) List<String> devices) {
        return onEach(session, devices, "blocked", id -> Call.post(Resource.of("/v1/claimed-devices/{}/block", id)));
    }

    @Command(
            name = "unblock",
            description = "Lets devices have their commands again.",
            footer = {"Example:", "  latebind devices unblock 50363154"})
    int unblock(
            @Mixin Session session,
            @Parameters(paramLabel = "DEVICE", arity = "1..*", description = DEVICE) List<String> devices) {
        return onEach(
                session, devices, "unblocked", id -> Call.post(Resource.of("/v1/claimed-devices/{}/unblock", id)));
    }

    @Command(
            name = "unclaim",
            description = {
                "Gives devices up. Asks first.",
                "",
                "Each is removed with its queue at once, and keeps what it was already provisioned with; its certificates stay in force unless they are to be revoked, which is for admins and owners. Whoever claims such a device later must still prove that it holds the same key."
            },
            footer = {
                "Examples:",
                "  latebind devices unclaim 50363154 --yes",
                "  latebind devices unclaim 50363154 --revoke-certificates"
            })
    int unclaim(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "DEVICE", arity = "1..*", description = DEVICE) List<String> devices,
            @Option(
                            names = "--revoke-certificates",
                            description = "Revoke what the service issued to them, for ever, in the same step.")
                    boolean revoke) {
        ServiceClient client = session.client();
        List<String> ids = DeviceNames.resolve(client, devices);
        boolean one = ids.size() == 1;
        confirmation.demand("Unclaim " + (one ? ids.getFirst() : ids.size() + " devices") + " and remove "
                + (one ? "its queue" : "their queues")
                + (revoke ? ", and revoke " + (one ? "its" : "their") + " certificates for ever?" : "?"));
        return Each.of(
                session,
                ids,
                "unclaimed",
                id -> client.send(Call.delete(
                        Resource.of("/v1/claimed-devices/{}", id).with("revokeCertificates", revoke ? true : null))));
    }

    private interface CallOnDevice {
        Call on(String id);
    }

    private static int onEach(Session session, List<String> devices, String done, CallOnDevice call) {
        ServiceClient client = session.client();
        return Each.of(session, DeviceNames.resolve(client, devices), done, id -> client.send(call.on(id)));
    }
}
