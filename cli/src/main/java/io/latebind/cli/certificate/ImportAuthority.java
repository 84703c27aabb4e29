package io.latebind.cli.certificate;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Owned;
import io.latebind.cli.client.Session;
import io.latebind.cli.client.Surroundings;
import io.latebind.cli.table.Cells;
import java.util.Base64;
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

    @Option(names = "--default", description = "Let it sign where a command names no authority.")
    private boolean usual;

    @Option(names = "--deliver-chain", description = "Give devices the issuing certificates behind their own.")
    private boolean deliverChain;

    @Option(
            names = "--trust",
            paramLabel = "TRUST",
            description = "first-use, or registry: only for devices in the identity registry (default: first-use).")
    private @Nullable String trust;

    @Override
    public Integer call() {
        ObjectNode body = JsonMapper.shared().createObjectNode().put("name", name);
        putMaterial(body);
        if (usual) {
            body.put("default", true);
        }
        if (deliverChain) {
            body.put("deliverChain", true);
        }
        if (trust != null) {
            body.put("trust", trust);
        }
        JsonNode made =
                session.client().send(Call.post(Owned.AUTHORITY.all(), body)).body();
        session.show(made, () -> List.of("imported  " + name + "  " + Cells.text(made, "subject")));
        return 0;
    }

    private void putMaterial(ObjectNode body) {
        Surroundings surroundings = session.surroundings();
        if (pkcs12 != null && chain == null && key == null) {
            body.put("pkcs12", Base64.getEncoder().encodeToString(InputFile.bytes(pkcs12, surroundings)));
        } else if (pkcs12 == null && chain != null && key != null) {
            body.put("certificateChain", InputFile.text(chain, surroundings));
            body.put("privateKey", InputFile.text(key, surroundings));
        } else {
            throw session.wrong("Give --chain and --key, or --pkcs12.");
        }
        if (passwordFile != null) {
            body.put("password", InputFile.secret(passwordFile, surroundings));
        }
    }
}
