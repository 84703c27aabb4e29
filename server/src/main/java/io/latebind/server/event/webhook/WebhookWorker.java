package io.latebind.server.event.webhook;

import io.latebind.server.kernel.DatabaseUnavailable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps deliveries going: one thread looks for what is due, each delivery has a virtual thread of its own. A receiver that takes its
 * time holds up its own deliveries alone, because each webhook has only so many under way.
 */
public final class WebhookWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookWorker.class);
    private static final long LOOK_EVERY_MILLIS = 500;
    private static final long PATIENCE_MILLIS = 3_000;

    private final DeliverWebhooks delivering;
    private final Thread looking;
    private final ThreadFactory deliverers = Thread.ofVirtual()
            .name("webhook-", 0)
            .uncaughtExceptionHandler((thread, error) -> LOG.error("{} ended", thread.getName(), error))
            .factory();

    /** By webhook, guarded by itself. */
    private final Map<WebhookId, Integer> underWay = new HashMap<>();

    private final AtomicInteger inFlight = new AtomicInteger();
    /** A delivery has ended: its webhook has room for another. */
    private final Semaphore room = new Semaphore(0);

    private volatile boolean closed;
    private boolean away;

    private WebhookWorker(DeliverWebhooks delivering) {
        this.delivering = delivering;
        this.looking = Thread.ofPlatform().name("webhooks").daemon().unstarted(this::look);
    }

    public static WebhookWorker start(DeliverWebhooks delivering) {
        WebhookWorker worker = new WebhookWorker(delivering);
        worker.looking.start();
        return worker;
    }

    private void look() {
        while (!closed) {
            boolean more = round();
            try {
                if (more) {
                    // at least one of those under way ends first
                    var _ = room.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                } else {
                    TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
                }
                room.drainPermits();
            } catch (InterruptedException stopped) {
                return;
            }
        }
    }

    /** Whether something was taken, and so more may be waiting. */
    private boolean round() {
        try {
            while (delivering.fanOut() && !closed) {
                LOG.debug("more events wait for webhooks");
            }
            List<DueDelivery> taken = delivering.take(copyOfUnderWay());
            taken.forEach(this::begin);
            away = false;
            return !taken.isEmpty() || inFlight.get() > 0;
        } catch (DatabaseUnavailable outage) {
            if (!away) {
                LOG.warn("webhooks wait until the database is back: {}", outage.getMessage());
            }
            away = true;
        } catch (RuntimeException failed) {
            if (!away) {
                LOG.error("webhooks could not be served and are tried again", failed);
            }
            away = true;
        }
        return false;
    }

    private void begin(DueDelivery due) {
        count(due.webhook(), 1);
        inFlight.incrementAndGet();
        deliverers.newThread(() -> deliver(due)).start();
    }

    private void deliver(DueDelivery due) {
        try {
            delivering.deliver(due);
        } catch (DatabaseUnavailable outage) {
            LOG.warn("a delivery to webhook {} could not be recorded and will be repeated", due.webhook());
        } finally {
            count(due.webhook(), -1);
            inFlight.decrementAndGet();
            room.release();
        }
    }

    private void count(WebhookId webhook, int change) {
        synchronized (underWay) {
            underWay.merge(webhook, change, (count, more) -> count + more == 0 ? null : count + more);
        }
    }

    private Map<WebhookId, Integer> copyOfUnderWay() {
        synchronized (underWay) {
            return Map.copyOf(underWay);
        }
    }

    /** Takes nothing more, and waits a moment for what is under way; what does not end is delivered again later. */
    @Override
    public void close() {
        closed = true;
        looking.interrupt();
        try {
            looking.join(PATIENCE_MILLIS);
            long left = PATIENCE_MILLIS;
            while (inFlight.get() > 0 && left > 0) {
                var _ = room.tryAcquire(100, TimeUnit.MILLISECONDS);
                left -= 100;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
