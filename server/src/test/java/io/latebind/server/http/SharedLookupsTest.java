package io.latebind.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedLookupsTest {
    private final AtomicInteger asked = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    private List<InetAddress> slowly(String host) throws UnknownHostException {
        asked.incrementAndGet();
        if (host.startsWith("slow")) {
            try {
                end.await();
            } catch (InterruptedException over) {
                Thread.currentThread().interrupt();
            }
        }
        if (host.startsWith("unknown")) {
            throw new UnknownHostException(host);
        }
        return List.of(InetAddress.getLoopbackAddress());
    }

    @Test
    void waitsForANameNoLongerThanItsPatienceAndAsksOnceForAllWhoWait() throws UnknownHostException {
        SharedLookups lookups = new SharedLookups(this::slowly, Duration.ofMillis(50));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> lookups.resolve("slow.example")).isInstanceOf(UnknownHostException.class);
        }
        assertThat(asked).hasValue(1);
        assertThat(new SharedLookups(this::slowly, Duration.ofSeconds(20)).resolve("other.example"))
                .containsExactly(InetAddress.getLoopbackAddress());
        end.countDown();
    }

    @Test
    void saysThatANameIsUnknown() {
        SharedLookups lookups = new SharedLookups(this::slowly, Duration.ofSeconds(20));
        assertThatThrownBy(() -> lookups.resolve("unknown.example")).isInstanceOf(UnknownHostException.class);
        assertThatThrownBy(() -> lookups.resolve("unknown.example")).isInstanceOf(UnknownHostException.class);
        assertThat(asked).as("nothing is kept").hasValue(2);
    }
}
