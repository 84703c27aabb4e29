package io.latebind.cli.certificate;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.Session;
import io.latebind.cli.table.Cells;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind authorities import}. */
@Command(
        name = "import",
        description = {
            "Lets the service sign with a certificate authority of yours.",
            "",
            "Give its chain and key in PEM, or both in PKCS#12. The service keeps the key encrypted and never shows it again."
        },
        footer = {
            "Examples:",
            "  latebind authorities import acme --chain ca.pem --key ca.key --default",
            "  latebind authorities import acme --pkcs12 ca.p12 --password-file ca.password"
        })
final class ImportAuthority implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Parameters(paramLabel = "NAME", description = "What it is called here.")
    private String name = "";

    @Option(names = "--chain", paramLabel = "FILE", description = "Its certificates in PEM, the issuing one first.")
    private @Nullable String chain;

    @Option(names = "--key", paramLabel = "FILE", description = "The private key of the first, in PEM.")
    private @Nullable String key;

    @Option(names = "--pkcs12", paramLabel = "FILE", description = "Chain and key in PKCS#12.")
    private @Nullable String pkcs12;

    @Option(names = "--password-file", paramLabel = "FILE", description = "With the password of the key or PKCS#12.")
    private @Nullable String passwordFile;

    @Mixin
    private AuthorityOptions options = new AuthorityOptions();

    @Override
    public Integer call() {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("name", name);
        if (!new KeyMaterial(chain, key, pkcs12, passwordFile).putInto(body, session.surroundings())) {
            throw session.wrong("Give --chain and --key, or --pkcs12.");
        }
        options.putInto(body);
        JsonNode made =
                session.client().send(Call.post(Owned.AUTHORITY.all(), body)).body();
        session.show(made, () -> List.of("imported  " + name + "  " + Cells.text(made, "subject")));
        return 0;
    }
}
