package io.latebind.cli.audit;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.CommandFailed;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
            client.read(call, this::print);
        } else {
            long bytes = client.read(
                    call, body -> write(body, session.surroundings().directory().resolve(target)));
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

    private long print(InputStream body) {
        PrintWriter out = session.out();
        long[] lines = {0};
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))
                .lines()
                .forEach(line -> {
                    out.println(line);
                    lines[0]++;
                });
        out.flush();
        return lines[0];
    }

    /** Half an export never stands under the name of a whole one. */
    private static long write(InputStream body, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            long bytes = Files.copy(body, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return bytes;
        } catch (FileSystemException unwritable) {
            throw CommandFailed.wrongWords("The file " + file + " cannot be written.");
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
