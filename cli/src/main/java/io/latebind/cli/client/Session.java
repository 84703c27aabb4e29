package io.latebind.cli.client;

import io.latebind.cli.table.Table;
import io.latebind.cli.table.VisibleText;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** What every command that talks to a service has: its address, a key, and the choice between text and JSON. */
public final class Session {
    private static final String STANDARD_URL = "http://127.0.0.1:8080";
    private static final JsonMapper PRETTY =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Surroundings surroundings;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before the command runs
    private CommandSpec command;

    @Option(names = "--json", order = 90, description = "Print JSON, as the service answers it, for programs.")
    private boolean json;

    @Option(
            names = "--url",
            order = 91,
            paramLabel = "URL",
            description = {"The service.", "Default: LATEBIND_URL, or http://127.0.0.1:8080"})
    private @Nullable String url;

    @Option(
            names = "--api-key-file",
            order = 92,
            paramLabel = "FILE",
            description = "A file with the API key (default: the key itself is in LATEBIND_API_KEY).")
    private @Nullable Path apiKeyFile;

    @Option(
            names = "--ca",
            order = 93,
            paramLabel = "FILE",
            description = "The root certificate to trust instead of the machine's (default: LATEBIND_CA).")
    private @Nullable Path ca;

    public Session(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @throws CommandFailed when address, key or root certificate cannot be used */
    public ServiceClient client() {
        URI service = service();
        String key = new ApiKeySource(surroundings).key(apiKeyFile, service);
        HttpClient.Builder http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(10));
        root().map(TrustedRoots::of).ifPresent(http::sslContext);
        return new ServiceClient(http.build(), service, key, surroundings.pause());
    }

    private Optional<Path> root() {
        return Optional.ofNullable(ca).or(() -> variable("LATEBIND_CA").map(Path::of));
    }

    private URI service() {
        String text = url != null ? url : variable("LATEBIND_URL").orElse(STANDARD_URL);
        try {
            URI given = URI.create(text.strip());
            String scheme = given.getScheme();
            if (given.getHost() != null && ("http".equals(scheme) || "https".equals(scheme)) && hasNoPath(given)) {
                return URI.create(scheme + "://" + given.getRawAuthority());
            }
        } catch (IllegalArgumentException unreadable) {
            // said below
        }
        throw CommandFailed.wrongWords(
                "'" + text + "' is no address of a service.",
                "Write it like http://127.0.0.1:8080 or https://host, without a path.");
    }

    private static boolean hasNoPath(URI uri) {
        return (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                && uri.getRawQuery() == null
                && uri.getRawUserInfo() == null;
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(surroundings.environment().get(name)).filter(text -> !text.isBlank());
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public boolean json() {
        return json;
    }

    /** The answer in the form that the user chose. */
    public void show(JsonNode answer, Supplier<List<String>> text) {
        if (json) {
            // an answer without a body is still one JSON value
            out().println(answer.isMissingNode() ? "{}" : PRETTY.writeValueAsString(answer));
        } else {
            text.get().forEach(this::line);
        }
        out().flush();
    }

    /** @param ifEmpty what is said instead of an empty table */
    public void show(JsonNode answer, Table table, String ifEmpty) {
        show(answer, () -> table.isEmpty() ? List.of(ifEmpty) : table.lines());
    }

    /**
     * Everything that a list of the service holds.
     *
     * @param cells of one thing, as many as there are headings
     * @param ifEmpty what is said instead of an empty table
     */
    public void showAll(Resource list, List<String> headings, Function<JsonNode, List<String>> cells, String ifEmpty) {
        Pages.Items found = Pages.read(client(), list, 0);
        Table table = new Table(headings.toArray(String[]::new));
        found.items().forEach(item -> table.row(cells.apply(item).toArray(String[]::new)));
        show(found.json(), table, ifEmpty);
    }

    /** A text as it is, for files and other programs. */
    public void print(String text) {
        out().print(text);
        out().flush();
    }

    /** For people alone: nothing with {@code --json}. */
    public void say(String text) {
        if (!json) {
            line(text);
            out().flush();
        }
    }

    /** One JSON value on one line, for answers that go on. */
    public void jsonLine(JsonNode value) {
        out().println(value);
        out().flush();
    }

    /** What does not belong to the answer, on the standard error. */
    public void aside(String text) {
        PrintWriter err = command.commandLine().getErr();
        err.println(VisibleText.of(text));
        err.flush();
    }

    private void line(String text) {
        out().println(VisibleText.of(text));
    }

    public PrintWriter out() {
        return command.commandLine().getOut();
    }

    /** For words that picocli takes and the command cannot. */
    public ParameterException wrong(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
