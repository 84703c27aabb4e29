package io.latebind.cli.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the API key comes from: the file that was named, or else the environment. Never from the command line, which every process can read. */
final class ApiKeySource {
    static final String VARIABLE = "LATEBIND_API_KEY";
    private static final Path OF_A_SERVICE_HERE = Path.of("latebind-data", "owner.key");

    private final Surroundings surroundings;

    ApiKeySource(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @throws CommandFailed that tells how to give one, when there is none */
    String key(@Nullable Path file, URI service) {
        if (file != null) {
            return checked(inFile(file), file.toString());
        }
        return Optional.ofNullable(surroundings.environment().get(VARIABLE))
                .filter(text -> !text.isBlank())
                .map(text -> checked(text.strip(), VARIABLE))
                .orElseThrow(() -> missing(service));
    }

    private static String inFile(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw CommandFailed.wrongWords(
                    "The API key file " + file + " cannot be read.", "Is the path right, and may you read it?");
        }
    }

    private static String checked(String key, String origin) {
        if (!key.matches("[\\x21-\\x7e]+")) {
            throw CommandFailed.wrongWords(
                    origin + " holds no API key: a key is one word, like lb_… .",
                    "The owner's first key is in <data-dir>/owner.key of the service.");
        }
        return key;
    }

    private CommandFailed missing(URI service) {
        List<String> ways = new ArrayList<>();
        Path here = surroundings.directory().resolve(OF_A_SERVICE_HERE);
        if (isThisMachine(service.getHost()) && Files.isReadable(here)) {
            ways.add("The key of the service in this directory would do:");
            ways.add("  export LATEBIND_API_KEY=$(cat latebind-data/owner.key)");
        } else {
            ways.add("Set LATEBIND_API_KEY, or name a file that holds a key with --api-key-file.");
            ways.add(
                    "The owner's first key is in <data-dir>/owner.key of the service; `latebind keys create` makes more.");
        }
        return new CommandFailed(CommandFailed.WRONG_WORDS, "No API key for " + service + ".", ways);
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]") || host.equals("::1");
    }
}
