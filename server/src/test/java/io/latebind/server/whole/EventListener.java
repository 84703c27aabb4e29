package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Listens to {@code GET /v1/events}. Each wait has a limit, and says what did come. */
final class EventListener implements AutoCloseable {
    /** There is a comment every 15 seconds: it is an event's coming that is waited for, not a stream's. */
    static final int PATIENCE_SECONDS = 120;

    private static final JsonMapper JSON = new JsonMapper();

    private final InputStream stream;
    private final int patienceSeconds;
    /** What the stream brought and nobody has taken yet; empty at its end. */
    private final BlockingQueue<Optional<Heard>> heard = new LinkedBlockingQueue<>();
    /** The names of the events that were taken. */
    private final List<String> taken = new ArrayList<>();

    /** @param name empty for a part that is no event: the beginning, a comment */
    record Heard(String id, String name, String data) {
        JsonNode json() {
            return JSON.readTree(data);
        }
    }

    EventListener(HttpResponse<InputStream> answer) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
        this(answer.body(), PATIENCE_SECONDS);
        assertThat(part("the beginning of the stream", deadline()).map(Heard::name))
                .hasValue("");
    }

    EventListener(InputStream stream, int patienceSeconds) {
        this.stream = stream;
        this.patienceSeconds = patienceSeconds;
        Thread.ofVirtual().name("event-listener").start(this::read);
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            String id = "";
            String name = "";
            String data = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    heard.add(Optional.of(new Heard(id, name, data)));
                    id = "";
                    name = "";
                    data = "";
                }
                id = line.startsWith("id: ") ? line.substring(4) : id;
                name = line.startsWith("event: ") ? line.substring(7) : name;
                data = line.startsWith("data: ") ? line.substring(6) : data;
            }
        } catch (IOException broken) {
            // cut off, by the service or by close
        } finally {
            heard.add(Optional.empty());
        }
    }

    private long deadline() {
        return System.nanoTime() + TimeUnit.SECONDS.toNanos(patienceSeconds);
    }

    /** Up to the next empty line; empty when the stream has ended. */
    private Optional<Heard> part(String wanted, long deadline) {
        try {
            Optional<Heard> part = heard.poll(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            if (part == null) {
                throw new AssertionError(
                        wanted + " did not come within " + patienceSeconds + " seconds; what came: " + taken);
            }
            part.map(Heard::name).filter(name -> !name.isEmpty()).ifPresent(taken::add);
            return part;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Heard next(String wanted) {
        long deadline = deadline();
        while (true) {
            Heard part = part(wanted, deadline)
                    .orElseThrow(() ->
                            new AssertionError("the stream has ended before " + wanted + " came; what came: " + taken));
            if (!part.name().isEmpty()) {
                return part;
            }
        }
    }

    /** The next event; waits for it. */
    Heard next() {
        return next("an event");
    }

    /** The names of the next events, up to and with the first of this name. */
    List<String> namesUpTo(String last) {
        List<String> names = new ArrayList<>();
        do {
            names.add(next("the event " + last).name());
        } while (!names.getLast().equals(last));
        return names;
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
