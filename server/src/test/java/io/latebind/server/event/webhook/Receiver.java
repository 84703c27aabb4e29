package io.latebind.server.event.webhook;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A receiver of webhooks on loopback, which answers as it is told and 204 otherwise. */
public final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();
    private final ArrayDeque<Reply> replies = new ArrayDeque<>();

    /** @param headers names in lower case */
    public record Got(String path, Map<String, String> headers, byte[] body) {
        public String header(String name) {
            String value = headers.get(name);
            if (value == null) {
                throw new AssertionError("no header " + name + " in " + headers);
            }
            return value;
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private record Reply(int status, String body, Map<String, String> headers) {}

    public Receiver() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException fault) {
            throw new AssertionError(fault);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::take);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** For the next call that has none yet. */
    public void willAnswer(int status, String body) {
        synchronized (replies) {
            replies.add(new Reply(status, body, Map.of()));
        }
    }

    /** For the next call that has none yet. */
    public void willAskToRetryAfter(int status, String retryAfter) {
        synchronized (replies) {
            replies.add(new Reply(status, "", Map.of("Retry-After", retryAfter)));
        }
    }

    public void willRedirectTo(String location) {
        synchronized (replies) {
            replies.add(new Reply(302, "", Map.of("Location", location)));
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new java.util.HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        Got call = new Got(
                exchange.getRequestURI().toString(),
                headers,
                exchange.getRequestBody().readAllBytes());
        Reply reply;
        synchronized (replies) {
            reply = replies.isEmpty() ? new Reply(204, "", Map.of()) : replies.remove();
        }
        reply.headers().forEach(exchange.getResponseHeaders()::add);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        got.add(call);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    /** The next call; waits for it. */
    public Got next() {
        try {
            Got call = got.poll(60, TimeUnit.SECONDS);
            if (call == null) {
                throw new AssertionError("nothing was sent within a minute");
            }
            return call;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    /** How many calls nobody has looked at yet. */
    public int waiting() {
        return got.size();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
