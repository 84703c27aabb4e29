package io.latebind.cli.certificate;

import io.latebind.cli.certificate.SignerOptions.Kind;
import io.latebind.cli.client.Call;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind authorities create}. */
@Command(
        name = "create",
        description = {
            "Makes a certificate authority: one that signs here, or one whose signer is elsewhere.",
            "",
            "Without --webhook and --est the service makes a root and an issuing authority, and keeps their keys encrypted. With one of them it asks your signer for each certificate, and no key of the authority is here. `authorities import` is for a key of yours."
        },
        footer = {
            "Examples:",
            "  latebind authorities create meters --default",
            "  latebind authorities create acme --webhook https://signer.example.com/sign",
            "  latebind authorities create est --est https://est.example.com \\",
            "      --signer-ca roots.pem --username latebind --password-file est.password",
            "  latebind authorities create est --est https://est.example.com --public-trust \\",
            "      --client-certificate client.pem --client-key client.key"
        })
final class CreateAuthority implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "NAME", description = "What it is called here.")
    private String name = "";

    @Mixin
    private AuthorityOptions options = new AuthorityOptions();

    @Mixin
    private SignerOptions signer = new SignerOptions();

    @Override
    public Integer call() {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("name", name);
        Optional<Kind> kind = signer.kind(session);
        if (kind.isPresent()) {
            ObjectNode settings = body.putObject(kind.get().shown());
            signer.putInto(settings, kind.get(), session);
            demandTrustAndLogin(kind.get(), settings);
            signer.putChain(body, session);
        } else if (signer.sayWhereItIs() || signer.sayWhatIsAbove()) {
            throw session.wrong(
                    "Where does it sign? Give --webhook or --est; `authorities import` brings a chain and key of yours.");
        } else {
            body.put("kind", "builtin");
        }
        options.putInto(body);
        JsonNode made =
                session.client().send(Call.post(Owned.AUTHORITY.all(), body)).body();
        session.show(made, () -> told(made));
        return 0;
    }

    /** The service says so too, in the words of its API. */
    private void demandTrustAndLogin(Kind kind, ObjectNode settings) {
        if (kind != Kind.EST) {
            return;
        }
        if (!settings.has("caCertificates") && !settings.has("publicTrust")) {
            throw session.wrong(
                    "How is the EST server known? Give --signer-ca with its roots, or --public-trust for the public authorities.");
        }
        if (!settings.has("clientCertificate") && !(settings.has("username") && settings.has("password"))) {
            throw session.wrong(
                    "How does the service log in? Give --username and --password-file, or --client-certificate and --client-key.");
        }
    }

    private static List<String> told(JsonNode made) {
        String name = Cells.text(made, "name");
        List<String> lines = new ArrayList<>();
        lines.add("made  " + name + "  " + Cells.text(made, "kind") + "  " + AuthorityText.signerOrSubject(made));
        String secret = Cells.text(made.path("webhook"), "secret");
        if (!secret.isEmpty()) {
            lines.add("secret: " + secret);
            lines.add(
                    "It is shown this once: give it to your signer, which checks with it that a request comes from this service.");
        }
        if (Kind.of(Cells.text(made, "kind")).isPresent()) {
            lines.add("Next: `latebind authorities test " + name + "`");
        }
        return lines;
    }
}
