package io.latebind.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A service that answers what the test has written down, and remembers what it was asked. */
final class ScriptedService implements AutoCloseable {
    /** What was asked: {@code what} is like {@code GET /v1/account?x=y}. */
    record Asked(String what, String body, Map<String, List<String>> headers) {
        Optional<String> header(String name) {
            return Optional.ofNullable(headers.get(name)).map(List::getFirst);
        }
    }

    record Reply(int status, String type, Map<String, String> headers, String body) {
        static Reply json(int status, String body) {
            return new Reply(status, status < 400 ? "application/json" : "application/problem+json", Map.of(), body);
        }

        static Reply problem(int status, int code, String message) {
            return json(
                    status,
                    "{\"type\":\"urn:latebind:problem:%d\",\"title\":\"t\",\"status\":%d,\"detail\":\"%s\",\"message\":\"%s\",\"code\":%d}"
                            .formatted(code, status, message, message, code));
        }

        Reply with(String name, String value) {
            return new Reply(status, type, Map.of(name, value), body);
        }
    }

    /** A header: behind the body nothing comes, and no end, until the service is closed. */
    static final String STAYS_OPEN = "X-Stays-Open";

    /** A header: the connection breaks behind the body, of which more was announced. */
    static final String BREAKS_OFF = "X-Breaks-Off";

    private final CountDownLatch closed = new CountDownLatch(1);
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Map<String, Deque<Reply>> script = new ConcurrentHashMap<>();
    private final HttpServer server;

    ScriptedService() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The last of several replies is repeated. {@code what} is like {@code GET /v1/account}; without a query it stands for every query */
    ScriptedService on(String what, Reply... replies) {
        script.put(what, new ArrayDeque<>(List.of(replies)));
        return this;
    }

    ScriptedService on(String what, int status, String json) {
        return on(what, Reply.json(status, json));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String what = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            asked.add(new Asked(what, body, exchange.getRequestHeaders()));
            Reply reply = reply(what);
            exchange.getResponseHeaders().set("Content-Type", reply.type());
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
            if (reply.headers().containsKey(STAYS_OPEN)) {
                exchange.sendResponseHeaders(reply.status(), 0);
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().flush();
                stayOpen();
                return;
            }
            if (reply.headers().containsKey(BREAKS_OFF)) {
                exchange.sendResponseHeaders(reply.status(), bytes.length + 1L);
                exchange.getResponseBody().write(bytes);
                exchange.getResponseBody().flush();
                return;
            }
            exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(bytes);
                }
            }
        }
    }

    private Reply reply(String what) {
        Deque<Reply> replies =
                Optional.ofNullable(script.get(what)).orElseGet(() -> script.get(what.replaceFirst("\\?.*", "")));
        if (replies == null) {
            return Reply.problem(404, 40401, "There is no such path.");
        }
        synchronized (replies) {
            return replies.size() > 1 ? replies.remove() : replies.getFirst();
        }
    }

    List<String> whatWasAsked() {
        return asked.stream().map(Asked::what).toList();
    }

    /** The bodies of the requests with this method and path. */
    List<String> bodies(String what) {
        return asked.stream()
                .filter(request -> request.what().equals(what))
                .map(Asked::body)
                .toList();
    }

    private void stayOpen() {
        try {
            closed.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
