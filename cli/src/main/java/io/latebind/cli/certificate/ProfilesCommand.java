package io.latebind.cli.certificate;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.DeviceNames;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind profiles}. */
@Command(
        name = "profiles",
        description = {
            "Shows and changes what devices' certificates say.",
            "",
            "Every team has the profile default. PROFILE is a profile's name or id. Changing them needs the role admin."
        },
        footer = {"Example:", "  latebind profiles add -f meters.yaml"})
public final class ProfilesCommand {
    private static final String PROFILE = "Its name or id.";

    @Command(
            name = "list",
            description = "Lists the team's certificate profiles.",
            footer = {"Example:", "  latebind profiles list"})
    int list(@Mixin Session session) {
        session.showAll(
                Owned.PROFILE.all(),
                List.of("PROFILE", "SUBJECT", "NAMES", "DAYS", "ID"),
                profile -> List.of(
                        Cells.text(profile, "name"),
                        subject(profile),
                        Cells.list(profile, "subjectAlternativeNames"),
                        profile.path("validityDays").asString(""),
                        Cells.text(profile, "id")),
                "No profiles.");
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows a certificate profile.",
            footer = {
                "Examples:",
                "  latebind profiles show default",
                "  latebind profiles show meters --yaml > meters.yaml"
            })
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "PROFILE", description = PROFILE) String name,
            @Option(names = "--yaml", description = "Print it as `profiles add` reads it.") boolean yaml) {
        JsonNode profile = Owned.PROFILE.find(session.client(), name);
        if (yaml) {
            session.print(ProfileFile.yaml(profile));
            return 0;
        }
        session.show(
                profile,
                () -> new Facts()
                        .fact("Profile", Cells.text(profile, "name"))
                        .fact("Built in", Cells.yesNo(profile, "builtIn"))
                        .fact("Subject", subject(profile))
                        .fact("Names", Cells.list(profile, "subjectAlternativeNames"))
                        .fact("Key usage", Cells.list(profile, "keyUsage"))
                        .fact("For", Cells.list(profile, "extendedKeyUsage"))
                        .fact("Days", profile.path("validityDays").asString(""))
                        .fact("Allowed", Cells.list(profile, "allowedNames"))
                        .fact("Denied", Cells.list(profile, "deniedNames"))
                        .fact("Of a device", budget(profile.path("deviceBudget")))
                        .fact("Of a rule", budget(profile.path("ruleBudget")))
                        .fact("Changed", Cells.instant(profile, "updatedAt"))
                        .fact("Id", Cells.text(profile, "id"))
                        .lines());
        return 0;
    }

    private static String subject(JsonNode profile) {
        return profile.path("subject").properties().stream()
                .map(part -> part.getKey() + "=" + part.getValue().asString(""))
                .collect(Collectors.joining(", "));
    }

    private static String budget(JsonNode budget) {
        return budget.isObject()
                ? budget.path("certificates").asString("") + " certificates in "
                        + budget.path("days").asString("") + " days"
                : "";
    }

    @Command(
            name = "add",
            description = {
                "Makes a certificate profile of a YAML or JSON file.",
                "",
                "What the file does not say is as in the profile default. It may look like:",
                "  name: meters",
                "  subject: {CN: \"${uuid}\", O: \"${team}\"}",
                "  subjectAlternativeNames: [\"dns:${imei}.meters.example.com\"]",
                "  validityDays: 3650"
            },
            footer = {"Example:", "  latebind profiles add -f meters.yaml"})
    int add(
            @Mixin Session session,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The file; - reads the standard input.")
                    String file) {
        JsonNode wanted = ProfileFile.read(file, session.surroundings());
        JsonNode made =
                session.client().send(Call.post(Owned.PROFILE.all(), wanted)).body();
        session.show(made, () -> List.of("made  " + Cells.text(made, "name")));
        return 0;
    }

    @Command(
            name = "edit",
            description = {
                "Changes a certificate profile as a YAML or JSON file says. What was issued stays as it is.",
                "",
                "What the file does not say stays. A budget of {certificates: 0} takes the limit away."
            },
            footer = {
                "Example:",
                "  latebind profiles show meters --yaml > meters.yaml    # change it",
                "  latebind profiles edit meters -f meters.yaml"
            })
    int edit(
            @Mixin Session session,
            @Parameters(paramLabel = "PROFILE", description = PROFILE) String name,
            @Option(
                            names = {"-f", "--file"},
                            required = true,
                            paramLabel = "FILE",
                            description = "The file; - reads the standard input.")
                    String file) {
        JsonNode wanted = ProfileFile.read(file, session.surroundings());
        ServiceClient client = session.client();
        JsonNode profile = Owned.PROFILE.find(client, name);
        JsonNode changed =
                client.send(Call.patch(Owned.PROFILE.one(profile), wanted)).body();
        session.show(changed, () -> List.of("changed  " + Cells.text(changed, "name")));
        return 0;
    }

    @Command(
            name = "preview",
            description = {
                "Shows what a device's certificate would say now, or why there would be none. Nothing is issued.",
                "",
                "Budgets are not looked at. The exit code is 1 when there would be none."
            },
            footer = {"Example:", "  latebind profiles preview meters 50363154"})
    int preview(
            @Mixin Session session,
            @Parameters(index = "0", paramLabel = "PROFILE", description = PROFILE) String name,
            @Parameters(index = "1", paramLabel = "DEVICE", description = "A device UUID, or how it begins.")
                    String device,
            @Option(
                            names = "--authority",
                            paramLabel = "AUTHORITY",
                            description = "The name of the authority that would sign (default: the team's default).")
                    @Nullable
                    String authority) {
        ServiceClient client = session.client();
        JsonNode profile = Owned.PROFILE.find(client, name);
        ObjectNode body = JsonMapper.shared().createObjectNode().put("deviceId", DeviceNames.resolve(client, device));
        if (authority != null) {
            body.put("authority", authority);
        }
        JsonNode preview = client.send(Call.post(Owned.PROFILE.one(profile, "/preview"), body))
                .body();
        session.show(
                preview,
                () -> preview.has("refusal")
                        ? List.of("No certificate: " + Cells.text(preview, "refusal"))
                        : new Facts()
                                .fact("Subject", Cells.text(preview, "subject"))
                                .fact("Names", Cells.list(preview, "subjectAlternativeNames"))
                                .fact("Key usage", Cells.list(preview, "keyUsage"))
                                .fact("For", Cells.list(preview, "extendedKeyUsage"))
                                .fact("Begins", Cells.instant(preview, "notBefore"))
                                .fact("Ends", Cells.instant(preview, "notAfter"))
                                .lines());
        return preview.has("refusal") ? CommandFailed.FAILED : 0;
    }

    @Command(
            name = "delete",
            description = "Deletes a certificate profile; what was issued with it stays. Asks first.",
            footer = {"Example:", "  latebind profiles delete meters"})
    int delete(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "PROFILE", description = PROFILE) String name) {
        ServiceClient client = session.client();
        JsonNode profile = Owned.PROFILE.find(client, name);
        confirmation.demand("Delete the profile " + Cells.text(profile, "name") + "?");
        client.send(Call.delete(Owned.PROFILE.one(profile)));
        session.show(Each.done(Cells.text(profile, "id")), () -> List.of("deleted  " + Cells.text(profile, "name")));
        return 0;
    }
}
