package io.latebind.server.http;

import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.Origin;
import io.latebind.server.kernel.Principal;
import io.latebind.server.kernel.Role;
import io.latebind.server.kernel.TeamId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A listener on loopback for one test, with two API keys: {@code owner} and {@code viewer}. */
final class RunningListener implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final HttpListener listener;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    RunningListener(ListenerConfig config, List<ApiRoute> apiRoutes, List<OpenRoute> openRoutes) {
        this(config, apiRoutes, openRoutes, InstantSource.system());
    }

    RunningListener(ListenerConfig config, List<ApiRoute> apiRoutes, List<OpenRoute> openRoutes, InstantSource clock) {
        listener = HttpListener.start(
                config, apiRoutes, openRoutes, RunningListener::principal, Optional.empty(), new TestIds(), clock);
    }

    static RunningListener api(List<ApiRoute> apiRoutes, List<OpenRoute> openRoutes) {
        return new RunningListener(config(Voice.api(), HttpLimits.forApi()), apiRoutes, openRoutes);
    }

    static RunningListener device(OpenRoute... routes) {
        return new RunningListener(config(Voice.device(), HttpLimits.forDevices()), List.of(), List.of(routes));
    }

    static ListenerConfig config(Voice voice, HttpLimits limits) {
        return new ListenerConfig(voice, "--api-listen", "127.0.0.1", 0, Optional.empty(), limits);
    }

    static ListenerConfig config(Voice voice, EdgePolicy edge) {
        HttpLimits limits = voice instanceof ApiVoice ? HttpLimits.forApi() : HttpLimits.forDevices();
        return new ListenerConfig(
                voice, "--api-listen", "127.0.0.1", 0, Optional.empty(), limits, edge, HttpObserver.NONE);
    }

    private static Optional<Principal> principal(String key, Origin origin) {
        return switch (key) {
            case "owner" -> Optional.of(principalOf(Role.OWNER, origin));
            case "viewer" -> Optional.of(principalOf(Role.VIEWER, origin));
            case "breaks" -> throw new IllegalStateException("secret words of the authenticator");
            default -> Optional.empty();
        };
    }

    private static Principal principalOf(Role role, Origin origin) {
        return new Principal(
                new TeamId(new UUID(1, 1)),
                true,
                new MemberId(new UUID(1, 2)),
                new ApiKeyId(new UUID(2, role.name().length())),
                role,
                origin);
    }

    HttpClient client() {
        return client;
    }

    int port() {
        return listener.address().getPort();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer owner");
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Socket socket() throws IOException {
        Socket socket = new Socket(listener.address().getAddress(), port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Sends the text as it is and reads until the listener closes. */
    String raw(String text) throws IOException {
        try (Socket socket = socket()) {
            write(socket, text);
            return readToEnd(socket);
        }
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    static String readToEnd(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        socket.getInputStream().transferTo(all);
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        client.close();
        listener.drain(Duration.ofSeconds(5));
    }

    /** Random ids: tests look at none. */
    static final class TestIds implements IdSource {
        @Override
        public UUID newUuid() {
            return UUID.randomUUID();
        }

        @Override
        public byte[] randomBytes(int length) {
            return new byte[length];
        }
    }
}
