package io.latebind.cli.certificate;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Download;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code latebind certificates export}. */
@Command(
        name = "export",
        description = {
            "Writes provisioned devices with their certificates, as a device cloud takes them.",
            "",
            "The rows are those of nRF Cloud's onboarding: device UUID, sub-type, tags, firmware types, certificate. With --ndjson there is a line of JSON for each device, for other clouds. Each device comes once, with its certificate in force that was issued last."
        },
        footer = {
            "Examples:",
            "  latebind certificates export --tag pilot --fw-types APP,MODEM > onboard.csv",
            "  latebind certificates export --out onboard.csv --rows 1000",
            "  latebind certificates export --ndjson --out devices.ndjson"
        })
final class ExportCertificates implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Option(names = "--tag", paramLabel = "TAG", description = "Devices that bear this tag.")
    private @Nullable String tag;

    @Option(names = "--status", paramLabel = "STATUS", description = "Devices with this status (default: provisioned).")
    private @Nullable String status;

    @Option(names = "--sec-tag", paramLabel = "N", description = "Only certificates of this security tag.")
    private @Nullable Long secTag;

    @Option(names = "--sub-type", paramLabel = "TEXT", description = "What stands in that column of every row.")
    private @Nullable String subType;

    @Option(
            names = "--fw-types",
            paramLabel = "TYPES",
            description = "What stands in that column of every row, like APP,MODEM.")
    private @Nullable String fwTypes;

    @Option(names = "--ndjson", description = "JSON, a device a line.")
    private boolean ndjson;

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write (default: the standard output).")
    private @Nullable Path file;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "With --out: so many rows in a file at most, FILE-1, FILE-2 and so on; nRF Cloud takes 1000.")
    private @Nullable Integer rows;

    @Override
    public Integer call() {
        Path target = file;
        Integer most = rows;
        if (most != null && (target == null || ndjson || most < 1)) {
            throw session.wrong("--rows takes a number from 1 and needs --out; --ndjson has no rows.");
        }
        ServiceClient client = session.client();
        Resource handover = Resource.of("/v1/device-handover")
                .with("status", status == null ? null : status.toUpperCase(Locale.ROOT))
                .with("tag", tag)
                .with("secTag", secTag)
                .with("subType", subType)
                .with("fwTypes", fwTypes);
        Call call = Call.get(handover).withHeader("Accept", ndjson ? "application/x-ndjson" : "text/csv");
        if (target == null) {
            client.read(call, body -> Download.print(body, session));
            return 0;
        }
        Path whole = session.surroundings().directory().resolve(target);
        List<Path> written = new ArrayList<>();
        if (most != null) {
            written.addAll(client.read(call, body -> new OnboardingFiles(whole, most).write(body)));
        } else {
            client.read(call, body -> Download.write(body, whole));
            written.add(whole);
        }
        ObjectNode answer = JsonMapper.shared().createObjectNode();
        List<String> names = written.stream().map(each -> shown(target, each)).toList();
        names.forEach(answer.putArray("files")::add);
        session.show(
                answer,
                () -> names.isEmpty() ? List.of("No such device has a certificate; no file was written.") : names);
        return 0;
    }

    /** As the user would call it. */
    private static String shown(Path given, Path written) {
        return given.resolveSibling(written.getFileName()).toString();
    }
}
