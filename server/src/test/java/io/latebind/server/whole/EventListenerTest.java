package io.latebind.server.whole;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A test that waits for an event in vain says what came instead. */
class EventListenerTest {
    private static final byte[] STREAM =
            ": alive\n\nid: 1\nevent: device.claimed\ndata: {}\n\n".getBytes(StandardCharsets.UTF_8);

    @Test
    void saysWhatCameInsteadOfAnEvent() throws IOException {
        try (PipedOutputStream service = new PipedOutputStream();
                EventListener listener = new EventListener(new PipedInputStream(service), 1)) {
            service.write(STREAM);
            service.flush();
            assertThatThrownBy(() -> listener.namesUpTo("device.status"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("the event device.status did not come within 1 seconds")
                    .hasMessageContaining("[device.claimed]");
        }
    }

    @Test
    void saysWhatCameBeforeTheEndOfTheStream() {
        try (EventListener listener = new EventListener(new ByteArrayInputStream(STREAM), 60)) {
            assertThatThrownBy(() -> listener.namesUpTo("device.status"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("ended before the event device.status")
                    .hasMessageContaining("[device.claimed]");
        }
    }
}
