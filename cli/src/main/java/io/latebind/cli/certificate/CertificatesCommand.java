package io.latebind.cli.certificate;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Confirmation;
import io.latebind.cli.client.Download;
import io.latebind.cli.client.Each;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind certificates}. */
@Command(
        name = "certificates",
        description = {
            "Shows, exports and revokes the certificates that the service issued to devices.",
            "",
            "CERTIFICATE is a certificate's id, or its serial number in hex."
        },
        subcommands = {ListCertificates.class, ExportCertificates.class},
        footer = {"Example:", "  latebind certificates list --device 50363154"})
public final class CertificatesCommand {
    private static final String CERTIFICATE = "Its id, or its serial number in hex.";

    @Command(
            name = "show",
            description = "Shows what a certificate says, who issued it, and whether it is in force.",
            footer = {"Example:", "  latebind certificates show 2f6c1f0b8a"})
    int show(@Mixin Session session, @Parameters(paramLabel = "CERTIFICATE", description = CERTIFICATE) String text) {
        JsonNode certificate = IssuedCertificates.find(session.client(), text);
        session.show(
                certificate,
                () -> new Facts()
                        .fact("Serial", Cells.text(certificate, "serial"))
                        .fact("State", Cells.text(certificate, "state"))
                        .fact("Device", Cells.text(certificate, "deviceId"))
                        .fact("Subject", Cells.text(certificate, "subject"))
                        .fact("Authority", Cells.text(certificate, "authority"))
                        .fact("Profile", Cells.text(certificate, "profile"))
                        .fact("Sec tag", certificate.path("secTag").asString(""))
                        .fact("Rule", Cells.text(certificate, "ruleId"))
                        .fact("Issued", Cells.instant(certificate, "issuedAt"))
                        .fact(
                                "Holds",
                                Cells.instant(certificate, "notBefore") + " to "
                                        + Cells.instant(certificate, "notAfter"))
                        .fact("Revoked", Cells.instant(certificate, "revokedAt"))
                        .fact("Reason", Cells.text(certificate, "revocationReason"))
                        .fact("Note", Cells.text(certificate, "revocationNote"))
                        .fact("Id", Cells.text(certificate, "id"))
                        .lines());
        return 0;
    }

    @Command(
            name = "pem",
            description = "Prints a certificate in PEM, as the device was given it.",
            footer = {"Example:", "  latebind certificates pem 2f6c1f0b8a > device.pem"})
    int pem(@Mixin Session session, @Parameters(paramLabel = "CERTIFICATE", description = CERTIFICATE) String text) {
        ServiceClient client = session.client();
        String id = Cells.text(IssuedCertificates.find(client, text), "id");
        client.read(Call.get(Resource.of("/v1/certificates/{}/pem", id)), body -> Download.print(body, session));
        return 0;
    }

    @Command(
            name = "revoke",
            description = {
                "Revokes certificates, for ever. Asks first.",
                "",
                "Revocation lists and OCSP say so at once. What a signer of your own issued must be revoked there too."
            },
            footer = {"Example:", "  latebind certificates revoke 2f6c1f0b8a --reason keyCompromise"})
    int revoke(
            @Mixin Session session,
            @Mixin Confirmation confirmation,
            @Parameters(paramLabel = "CERTIFICATE", arity = "1..*", description = CERTIFICATE) List<String> texts,
            @Option(
                            names = "--reason",
                            paramLabel = "REASON",
                            description =
                                    "Of RFC 5280, like keyCompromise, superseded or cessationOfOperation (default: unspecified).")
                    @Nullable
                    String reason,
            @Option(names = "--note", paramLabel = "TEXT", description = "Words for people.") @Nullable String note) {
        ServiceClient client = session.client();
        List<JsonNode> found = texts.stream()
                .map(text -> IssuedCertificates.find(client, text))
                .distinct()
                .toList();
        confirmation.demand(
                found.size() == 1
                        ? "Revoke the certificate " + Cells.text(found.getFirst(), "serial") + " of the device "
                                + Cells.text(found.getFirst(), "deviceId") + " for ever?"
                        : "Revoke " + found.size() + " certificates for ever?");
        ObjectNode body = JsonMapper.shared().createObjectNode();
        if (reason != null) {
            body.put("reason", reason);
        }
        if (note != null) {
            body.put("note", note);
        }
        List<String> ids = found.stream().map(item -> Cells.text(item, "id")).toList();
        return Each.of(
                session,
                ids,
                "revoked",
                id -> client.send(Call.post(Resource.of("/v1/certificates/{}/revoke", id), body)));
    }
}
