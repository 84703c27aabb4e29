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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Listens to {@code GET /v1/events}. */
final class EventListener implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final InputStream stream;
    private final BufferedReader lines;

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
        stream = answer.body();
        lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
        assertThat(part().name()).isEmpty();
    }

    /** Up to the next empty line. */
    private Heard part() {
        String id = "";
        String name = "";
        String data = "";
        try {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    return new Heard(id, name, data);
                }
                id = line.startsWith("id: ") ? line.substring(4) : id;
                name = line.startsWith("event: ") ? line.substring(7) : name;
                data = line.startsWith("data: ") ? line.substring(6) : data;
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        throw new IllegalStateException("the stream has ended");
    }

    /** The next event; waits for it. */
    Heard next() {
        Heard part = part();
        while (part.name().isEmpty()) {
            part = part();
        }
        return part;
    }

    /** The names of the next events, up to and with the first of this name. */
    List<String> namesUpTo(String last) {
        List<String> names = new ArrayList<>();
        do {
            names.add(next().name());
        } while (!names.getLast().equals(last));
        return names;
    }

    /** Whether the service has ended the stream; waits for it, past whatever comes before. */
    boolean ends() {
        try {
            while (true) {
                part();
            }
        } catch (IllegalStateException ended) {
            return true;
        } catch (UncheckedIOException broken) {
            return true;
        }
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
