package io.latebind.cli.identity;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Pages;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import io.latebind.cli.table.Table;
import io.latebind.contract.device.DeviceUuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code latebind identities}. */
@Command(
        name = "identities",
        description = {
            "The registry of the devices' public keys.",
            "",
            "It is imported from the production line. The claim of a device in it must verify under its key. For owners of the operating"
                    + " team; `verify` also for editors. UUID is a whole device UUID."
        },
        subcommands = {ImportIdentities.class, VerifyTokens.class},
        footer = {"Example:", "  latebind identities import production.csv"})
public final class IdentitiesCommand {
    private static final String ENTRY = "/v1/identities/{}";
    private static final String UUID = "A device UUID.";

    @Command(
            name = "list",
            description = "Lists entries of the registry.",
            footer = {"Example:", "  latebind identities list --imei 351358815340515"})
    int list(
            @Mixin Session session,
            @Option(names = "--uuid", paramLabel = "UUID", description = "The entry of this device.") @Nullable
                    String uuid,
            @Option(names = "--imei", paramLabel = "IMEI", description = "The entry of the device with this IMEI.")
                    @Nullable
                    String imei,
            @Option(
                            names = "--limit",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "How many at most; 0 for all (default: ${DEFAULT-VALUE}).")
                    int limit) {
        Pages.Items found = Pages.read(
                session.client(),
                Resource.of("/v1/identities").with("uuid", uuid).with("imei", imei),
                limit);
        Table table = new Table("DEVICE", "TYPE", "IMEI", "CLAIMED", "IMPORTED", "KEY ID");
        found.items()
                .forEach(entry -> table.row(
                        Cells.text(entry, "uuid"),
                        Cells.text(entry, "deviceType"),
                        Cells.text(entry, "imei"),
                        Cells.yesNo(entry, "claimed"),
                        Cells.instant(entry, "importedAt"),
                        Cells.text(entry, "kid")));
        session.show(found.json(), () -> {
            List<String> lines = new ArrayList<>(table.isEmpty() ? List.of("No such entry.") : table.lines());
            lines.addAll(found.rest("entries"));
            return lines;
        });
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows a device's entry with its public key.",
            footer = {"Example:", "  latebind identities show 50363154-3836-44a4-9fe3-1c4ae7e4f5d9"})
    int show(@Mixin Session session, @Parameters(paramLabel = "UUID", description = UUID) String uuid) {
        JsonNode entry = session.client().get(Resource.of(ENTRY, checked(session, uuid)));
        session.show(entry, () -> {
            List<String> lines = new ArrayList<>(new Facts()
                    .fact("Device", Cells.text(entry, "uuid"))
                    .fact("Type", Cells.text(entry, "deviceType"))
                    .fact("IMEI", Cells.text(entry, "imei"))
                    .fact("Claimed", Cells.yesNo(entry, "claimed"))
                    .fact("Imported", Cells.instant(entry, "importedAt"))
                    .fact("Key id", Cells.text(entry, "kid"))
                    .lines());
            lines.addAll(Cells.text(entry, "publicKey").lines().toList());
            return lines;
        });
        return 0;
    }

    @Command(
            name = "remove",
            description = "Removes entries; claims and pins of these devices stay. Asks first.",
            footer = {"Example:", "  latebind identities remove 50363154-3836-44a4-9fe3-1c4ae7e4f5d9"})
    int remove(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "UUID", arity = "1..*", description = UUID) List<String> uuids) {
        return delete(session, confirmation, uuids, "", "removed", "Remove from the registry");
    }

    @Command(
            name = "release-claim",
            description = {
                "Ends the claim of a device, whichever team holds it.",
                "",
                "For a device that was sold, or claimed by mistake. Asks first."
            },
            footer = {"Example:", "  latebind identities release-claim 50363154-3836-44a4-9fe3-1c4ae7e4f5d9"})
    int releaseClaim(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "UUID", arity = "1..*", description = UUID) List<String> uuids) {
        return delete(
                session, confirmation, uuids, "/claim", "claim released", "End the claim, and remove the queue, of");
    }

    @Command(
            name = "release-pin",
            description = {
                "Forgets the key to which a device was pinned.",
                "",
                "Its first visit pinned it; it may come with another one afterwards. Asks first."
            },
            footer = {"Example:", "  latebind identities release-pin 50363154-3836-44a4-9fe3-1c4ae7e4f5d9"})
    int releasePin(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "UUID", arity = "1..*", description = UUID) List<String> uuids) {
        return delete(session, confirmation, uuids, "/pin", "pin released", "Forget the pinned key of");
    }

    private static int delete(
            Session session, Confirmation confirmation, List<String> uuids, String part, String done, String question) {
        List<String> ids =
                uuids.stream().map(uuid -> checked(session, uuid)).distinct().toList();
        ServiceClient client = session.client();
        confirmation.demand(question + " " + String.join(", ", ids) + "?");
        return Each.of(session, ids, done, id -> client.send(Call.delete(Resource.of(ENTRY + part, id))));
    }

    /** These devices need not be claimed by this team, so how one begins cannot be looked up. */
    private static String checked(Session session, String uuid) {
        return DeviceUuid.parse(uuid.toLowerCase(Locale.ROOT))
                .map(DeviceUuid::toString)
                .orElseThrow(() ->
                        session.wrong("'" + uuid + "' is no device UUID, like 50363154-3836-44a4-9fe3-1c4ae7e4f5d9"));
    }
}
