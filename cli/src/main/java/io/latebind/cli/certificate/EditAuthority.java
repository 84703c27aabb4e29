package io.latebind.cli.certificate;

import io.latebind.cli.certificate.SignerOptions.Kind;
import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind authorities edit}. */
@Command(
        name = "edit",
        description = {
            "Changes a certificate authority. What is not given stays.",
            "",
            "Of one whose signer is elsewhere also where that is. Its secret, password or key stays when none is given; but a password must be given again when the address or --signer-ca changes: it was for the server that was there."
        },
        footer = {
            "Examples:",
            "  latebind authorities edit acme --name acme-2027 --trust registry",
            "  latebind authorities edit acme --webhook https://new.example.com/sign",
            "  latebind authorities edit acme --secret-file new.secret",
            "  latebind authorities edit est --username latebind --password-file new.password"
        })
final class EditAuthority implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "AUTHORITY", description = "Its name or id.")
    private String authority = "";

    @Option(names = "--name", paramLabel = "NAME", description = "A new name, unless rules or commands name it.")
    private @Nullable String name;

    @Mixin
    private AuthorityOptions options = new AuthorityOptions();

    @Mixin
    private SignerOptions signer = new SignerOptions();

    @Option(names = "--no-chain", order = 32, description = "Take what any issuer has signed.")
    private boolean anyIssuer;

    @Override
    public Integer call() {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        if (name != null) {
            body.put("name", name);
        }
        options.putInto(body);
        putChain(body);
        boolean moves = signer.sayWhereItIs();
        if (body.isEmpty() && !moves) {
            throw session.wrong(
                    "What is to change? --name, --trust, --default, --deliver-chain or where its signer is");
        }
        signer.kind(session);
        ServiceClient client = session.client();
        JsonNode before = Owned.AUTHORITY.find(client, authority);
        if (moves) {
            putSigner(body, before);
        }
        JsonNode after =
                client.send(Call.patch(Owned.AUTHORITY.one(before), body)).body();
        session.show(
                after,
                () -> List.of("changed  " + Cells.text(after, "name") + "  " + Cells.text(after, "kind") + "  "
                        + AuthorityText.signerOrSubject(after)));
        return 0;
    }

    private void putChain(ObjectNode body) {
        if (anyIssuer && signer.sayWhatIsAbove()) {
            throw session.wrong("--chain and --no-chain exclude each other.");
        }
        if (anyIssuer) {
            body.put("certificateChain", "");
        } else {
            signer.putChain(body, session);
        }
    }

    /** The service takes a signer's settings as a whole; only secrets stay by themselves. */
    private void putSigner(ObjectNode body, JsonNode before) {
        Optional<Kind> kind = Kind.of(Cells.text(before, "kind"));
        if (kind.isEmpty()) {
            throw CommandFailed.failed(
                    Cells.text(before, "name") + " signs in this service: it has no signer elsewhere to change.");
        }
        ObjectNode settings = before.path(kind.get().shown()).deepCopy().asObject();
        settings.remove("clientCertificate");
        signer.putInto(settings, kind.get(), session);
        body.set(kind.get().shown(), settings);
    }
}
