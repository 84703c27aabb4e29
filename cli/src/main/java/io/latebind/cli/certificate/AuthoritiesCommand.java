package io.latebind.cli.certificate;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
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
        subcommands = {CreateAuthority.class, ImportAuthority.class, EditAuthority.class},
        footer = {
            "Examples:",
            "  latebind authorities list",
            "  latebind authorities create acme --webhook https://signer.example.com/sign"
        })
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
                        Cells.text(authority, "name") + " has no certificates here: its signer is elsewhere.",
                        "`latebind authorities edit " + Cells.text(authority, "name")
                                + " --chain FILE` says which must stand above what it signs.");
            }
            session.print(pem);
            return 0;
        }
        session.show(authority, () -> AuthorityText.lines(authority));
        return 0;
    }

    @Command(
            name = "test",
            description = {
                "Tries the way to a signer elsewhere, without having anything signed. Takes up to five seconds.",
                "",
                "A webhook gets a signed request of the type certificate.test; an EST server is asked for its authorities. Whether it takes the service's credentials shows with the first certificate."
            },
            footer = {
                "Examples:",
                "  latebind authorities test acme",
                "  latebind authorities test est --chain > est.pem  # for edit --chain est.pem"
            })
    int test(
            @Mixin Session session,
            @Parameters(paramLabel = "AUTHORITY", description = AUTHORITY) String name,
            @Option(names = "--chain", description = "Print the authorities that an EST server shows alone, in PEM.")
                    boolean chain) {
        ServiceClient client = session.client();
        JsonNode authority = Owned.AUTHORITY.find(client, name);
        JsonNode came =
                client.send(Call.post(Owned.AUTHORITY.one(authority, "/test"))).body();
        boolean good = came.path("ok").asBoolean(false);
        if (chain && came.has("certificateChain")) {
            session.print(Cells.text(came, "certificateChain"));
            if (!good) {
                session.aside(Cells.text(came, "message"));
            }
        } else if (chain) {
            throw CommandFailed.failed(
                    Cells.text(authority, "name") + " shows no authorities: " + Cells.text(came, "message"));
        } else {
            session.show(came, () -> List.of((good ? "good  " : "bad  ") + Cells.text(came, "message")));
        }
        return good ? 0 : CommandFailed.FAILED;
    }

    @Command(
            name = "default",
            description = "Lets an authority sign where a command names none.",
            footer = {"Example:", "  latebind authorities default acme"})
    int makeDefault(
            @Mixin Session session, @Parameters(paramLabel = "AUTHORITY", description = AUTHORITY) String name) {
        return change(session, name, "default", true, "default");
    }

    @Command(
            name = "retire",
            description = {
                "Lets an authority sign nothing more; its revocations go on being published.",
                "",
                "For one that has issued certificates: `delete` would erase the key that their revocation needs."
            },
            footer = {"Example:", "  latebind authorities retire acme"})
    int retire(@Mixin Session session, @Parameters(paramLabel = "AUTHORITY", description = AUTHORITY) String name) {
        return change(session, name, "retired", true, "retired");
    }

    @Command(
            name = "reinstate",
            description = "Lets a retired authority sign again.",
            footer = {"Example:", "  latebind authorities reinstate acme"})
    int reinstate(@Mixin Session session, @Parameters(paramLabel = "AUTHORITY", description = AUTHORITY) String name) {
        return change(session, name, "retired", false, "reinstated");
    }

    private static int change(Session session, String name, String field, boolean value, String done) {
        ServiceClient client = session.client();
        JsonNode authority = Owned.AUTHORITY.find(client, name);
        JsonNode changed = client.send(Call.patch(
                        Owned.AUTHORITY.one(authority),
                        JsonMapper.shared().createObjectNode().put(field, value)))
                .body();
        session.show(changed, () -> List.of(done + "  " + Cells.text(authority, "name")));
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
