package io.latebind.cli.audit;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Download;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code latebind audit export}. */
@Command(
        name = "export",
        description = {
            "Writes events as NDJSON, one a line, the oldest first.",
            "",
            "Without a filter it is the whole trail, which `audit verify --file` can check later and elsewhere."
        },
        footer = {"Example:", "  latebind audit export --out audit-2026.ndjson"})
final class ExportAudit implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private Session session;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private AuditFilter filter;

    @Option(names = "--out", paramLabel = "FILE", description = "The file to write (default: the standard output).")
    private @Nullable Path file;

    @Override
    public Integer call() {
        ServiceClient client = session.client();
        Call call = Call.get(filter.events(client)).withHeader("Accept", VerifyAudit.NDJSON);
        Path target = file;
        if (target == null) {
            client.read(call, body -> Download.print(body, session));
        } else {
            long bytes = client.read(
                    call,
                    body -> Download.write(
                            body, session.surroundings().directory().resolve(target)));
            session.show(
                    JsonMapper.shared()
                            .createObjectNode()
                            .put("file", target.toString())
                            .put("bytes", bytes),
                    () -> List.of(bytes + " bytes in " + target + ". `latebind audit verify --file " + target
                            + "` checks it."));
        }
        return 0;
    }
}
