package io.latebind.cli.certificate;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code latebind authorities}. */
@Command(
        name = "authorities",
        description = {
            "Shows and changes who signs devices' certificates.",
            "",
            "A team has a built-in authority from its first certificate on. AUTHORITY is an authority's name or id. Changing them needs the role admin."
        },
        subcommands = ImportAuthority.class,
        footer = {"Example:", "  latebind authorities list"})
public final class AuthoritiesCommand {
    private static final String AUTHORITY = "Its name or id.";

    @Command(
            name = "list",
            description = "Lists the team's certificate authorities.",
            footer = {"Example:", "  latebind authorities list"})
    int list(@Mixin Session session) {
        session.showAll(
                Owned.AUTHORITY.all(),
                List.of("AUTHORITY", "KIND", "DEFAULT", "RETIRED", "TRUST", "ENDS", "SUBJECT"),
                authority -> List.of(
                        Cells.text(authority, "name"),
                        Cells.text(authority, "kind"),
                        Cells.yesNo(authority, "default"),
                        Cells.yesNo(authority, "retired"),
                        Cells.text(authority, "trust"),
                        Cells.instant(authority, "endsAt"),
                        Cells.text(authority, "subject")),
                "No certificate authorities; the built-in one is made with the first certificate.");
        return 0;
    }

    @Command(
            name = "show",
            description = "Shows a certificate authority, and where its revocations are published.",
            footer = {
                "Examples:",
                "  latebind authorities show built-in",
                "  latebind authorities show built-in --chain > authority.pem"
            })
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "AUTHORITY", description = AUTHORITY) String name,
            @Option(
                            names = "--chain",
                            description = "Print its certificates alone, in PEM: what your servers must trust.")
                    boolean chain) {
        JsonNode authority = Owned.AUTHORITY.find(session.client(), name);
        if (chain) {
            String pem = Cells.text(authority, "certificateChain");
            if (pem.isEmpty()) {
                throw CommandFailed.failed(
                        Cells.text(authority, "name") + " has no certificates here: its signer is elsewhere.");
            }
            session.print(pem);
            return 0;
        }
        session.show(
                authority,
                () -> new Facts()
                        .fact("Authority", Cells.text(authority, "name"))
                        .fact("Kind", Cells.text(authority, "kind"))
                        .fact("Default", Cells.yesNo(authority, "default"))
                        .fact("Retired", Cells.yesNo(authority, "retired"))
                        .fact("Trust", Cells.text(authority, "trust"))
                        .fact("Delivers chain", Cells.yesNo(authority, "deliverChain"))
                        .fact("Subject", Cells.text(authority, "subject"))
                        .fact("Ends", Cells.instant(authority, "endsAt"))
                        .fact("Signer", signer(authority))
                        .fact("CRL", Cells.text(authority, "crlUrl"))
                        .fact("OCSP", Cells.text(authority, "ocspUrl"))
                        .fact("Made", Cells.instant(authority, "createdAt"))
                        .fact("Changed", Cells.instant(authority, "updatedAt"))
                        .fact("Id", Cells.text(authority, "id"))
                        .lines());
        return 0;
    }

    private static String signer(JsonNode authority) {
        return authority.has("webhook")
                ? Cells.text(authority.path("webhook"), "url")
                : Cells.text(authority.path("est"), "url");
    }

    @Command(
            name = "default",
            description = "Lets an authority sign where a command names none.",
            footer = {"Example:", "  latebind authorities default acme"})
    int makeDefault(
            @Mixin Session session, @Parameters(paramLabel = "AUTHORITY", description = AUTHORITY) String name) {
        ServiceClient client = session.client();
        JsonNode authority = Owned.AUTHORITY.find(client, name);
        JsonNode changed = client.send(Call.patch(
                        Owned.AUTHORITY.one(authority),
                        JsonMapper.shared().createObjectNode().put("default", true)))
                .body();
        session.show(changed, () -> List.of("default  " + Cells.text(authority, "name")));
        return 0;
    }

    @Command(
            name = "delete",
            description = {
                "Deletes a certificate authority and its key. Asks first.",
                "",
                "Refused while certificates of it are in force, while rules or open commands name it, and while it is the default."
            },
            footer = {"Example:", "  latebind authorities delete acme"})
    int delete(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "AUTHORITY", description = AUTHORITY) String name) {
        ServiceClient client = session.client();
        JsonNode authority = Owned.AUTHORITY.find(client, name);
        confirmation.demand(
                "Delete the certificate authority " + Cells.text(authority, "name") + " and its key for ever?");
        client.send(Call.delete(Owned.AUTHORITY.one(authority)));
        session.show(
                Each.done(Cells.text(authority, "id")), () -> List.of("deleted  " + Cells.text(authority, "name")));
        return 0;
    }
}
