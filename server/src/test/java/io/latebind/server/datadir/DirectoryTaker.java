package io.latebind.server.datadir;

import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process that wants the directory of the first argument; what became of it is written to the file of the second. Ends without closing. */
public final class DirectoryTaker {
    private DirectoryTaker() {}

    public static void main(String[] arguments) throws IOException {
        Path answer = Path.of(arguments[1]);
        try {
            DataDirectory.open(Path.of(arguments[0]));
            Files.writeString(answer, "taken");
        } catch (StartRefused refusal) {
            Files.writeString(answer, String.valueOf(refusal.getMessage()));
        }
        Runtime.getRuntime().halt(0);
    }
}
