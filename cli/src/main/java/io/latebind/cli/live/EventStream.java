package io.latebind.cli.live;

import io.latebind.cli.client.Call;
import io.latebind.cli.client.Resource;
import io.latebind.cli.client.ServiceClient;
import io.latebind.cli.client.ServiceRefused;
import io.latebind.cli.client.ServiceUnreachable;
import io.latebind.cli.client.Session;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;

/** What the service tells as it happens. When the connection breaks it is made again, and goes on behind the last event that came. */
final class EventStream {
    /** The service sends a sign of life every 15 s. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(50);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Session session;
    private final ServiceClient client;
    private final Resource events;
    private final long endMillis;
    private Optional<String> last = Optional.empty();
    private Duration pause = FIRST_PAUSE;

    /** @param endMillis when to stop; the largest number for never */
    EventStream(Session session, ServiceClient client, Resource events, long endMillis) {
        this.session = session;
        this.client = client;
        this.events = events;
        this.endMillis = endMillis;
    }

    /**
     * @param connected is told each time the stream stands; false ends it
     * @param take gets the data of each message; false ends it
     * @return whether one of them ended it; otherwise the time is over
     * @throws ServiceRefused when there are no events for this caller
     */
    boolean follow(Connected connected, Predicate<String> take) {
        InstantSource clock = session.surroundings().clock();
        boolean stood = false;
        while (clock.millis() < endMillis) {
            try (InputStream body = client.open(call())) {
                stood = true;
                if (!connected.goesOn() || !read(body, take)) {
                    return true;
                }
            } catch (ServiceUnreachable | IOException broken) {
                if (!stood && broken instanceof ServiceUnreachable never) {
                    throw never;
                }
            } catch (ServiceRefused refused) {
                if (!stood || refused.status() < 500) {
                    throw refused;
                }
            }
            if (clock.millis() < endMillis) {
                session.aside("(the connection ended; connecting again)");
                client.sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
            }
        }
        return false;
    }

    /** What is to be done when the stream stands: nothing that happens from here on is missed. */
    @FunctionalInterface
    interface Connected {
        boolean goesOn();
    }

    private Call call() {
        Call call = Call.get(events).withHeader("Accept", "text/event-stream");
        return last.map(id -> call.withHeader("Last-Event-ID", id)).orElse(call);
    }

    private boolean read(InputStream body, Predicate<String> take) throws IOException {
        EventLines lines = new EventLines();
        try (Silence silence = new Silence(
                        body, LONGEST_SILENCE, endMillis, session.surroundings().clock());
                BufferedReader reader = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                silence.heard();
                pause = FIRST_PAUSE;
                Optional<String> message = lines.take(line);
                last = lines.lastId().or(() -> last);
                if (message.isPresent() && !take.test(message.get())) {
                    return false;
                }
            }
        }
        return true;
    }
}
