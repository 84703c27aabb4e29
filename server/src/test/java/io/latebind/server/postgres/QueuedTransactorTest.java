package io.latebind.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.latebind.server.Await;
import io.latebind.server.kernel.DatabaseBusy;
import io.latebind.server.kernel.DatabaseUnavailable;
import io.latebind.server.kernel.Transactor;
import io.latebind.server.kernel.Tx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets a connection, in which order, and what is told to those who get none. */
class QueuedTransactorTest {
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Tx TX = new Tx() {};

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch release = new CountDownLatch(1);

    /** Work without any database. */
    private static final Transactor DIRECT = new Transactor() {
        @Override
        public <T> T inTransaction(Function<Tx, T> work) {
            return work.apply(TX);
        }

        @Override
        public <T> T perStatement(Function<Tx, T> work) {
            return work.apply(TX);
        }
    };

    @AfterEach
    void stop() {
        release.countDown();
        threads.close();
    }

    private Future<?> occupied(QueuedTransactor queue) throws InterruptedException {
        CountDownLatch inside = new CountDownLatch(1);
        Future<?> work = threads.submit(() -> queue.perStatement(_ -> {
            inside.countDown();
            awaitRelease();
            return true;
        }));
        inside.await();
        return work;
    }

    private void awaitRelease() {
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void untilWaiting(QueuedTransactor queue, int threads) {
        Await.until(threads + " threads wait", () -> queue.waiting() == threads);
    }

    @Test
    void servesInTheOrderOfArrivalAndNeverMoreThanThereAreConnections() throws Exception {
        QueuedTransactor queue = new QueuedTransactor(DIRECT, 1, LONG, LONG.plus(LONG));
        Future<?> first = occupied(queue);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger inside = new AtomicInteger();
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int number = i;
            others.add(threads.submit(() -> queue.inTransaction(_ -> {
                assertThat(inside.incrementAndGet()).isEqualTo(1);
                order.add(number);
                return inside.decrementAndGet();
            })));
            untilWaiting(queue, i + 1);
        }
        release.countDown();
        first.get();
        for (Future<?> other : others) {
            other.get();
        }
        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
    }

    @Test
    void keepsThePlaceOfThoseWhoWaitedLongEnoughToKnowOfAnOutage() throws Exception {
        QueuedTransactor queue = new QueuedTransactor(DIRECT, 1, SHORT, LONG);
        Future<?> first = occupied(queue);
        List<Integer> order = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            long begin = System.nanoTime();
            others.add(threads.submit(() -> queue.perStatement(_ -> order.add(number))));
            untilWaiting(queue, i + 1);
            if (i == 2) {
                Await.until("the first three know", () -> System.nanoTime() - begin > 3 * SHORT.toNanos());
            }
        }
        release.countDown();
        first.get();
        for (Future<?> other : others) {
            other.get();
        }
        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void tellsThatTheDatabaseIsBusyAndHowManyConnectionsItHas() throws Exception {
        QueuedTransactor queue = new QueuedTransactor(DIRECT, 1, SHORT, SHORT.plus(SHORT));
        OutageWatch watch = new OutageWatch(queue, InstantSource.system());
        Future<?> _ = occupied(queue);
        assertThatThrownBy(() -> watch.perStatement(_ -> true))
                .isInstanceOf(DatabaseBusy.class)
                .hasMessageContaining("none of its 1 connections (database-connections)");
        assertThat(watch.inDoubt()).as("a rush is no outage").isFalse();
        assertThat(watch.outages()).isZero();
    }

    @Test
    void givesUpEarlyWhenSomebodyWasToldOfAnOutageMeanwhile() throws Exception {
        QueuedTransactor queue = new QueuedTransactor(DIRECT, 2, Duration.ofSeconds(3), LONG);
        Future<?> _ = occupied(queue);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch fail = new CountDownLatch(1);
        Future<?> failing = threads.submit(() -> queue.perStatement(_ -> {
            inside.countDown();
            try {
                fail.await();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
            throw new DatabaseUnavailable("it is away");
        }));
        inside.await();
        Future<?> waiting = threads.submit(() -> queue.perStatement(_ -> {
            awaitRelease();
            throw new DatabaseUnavailable("it is away");
        }));
        untilWaiting(queue, 1);
        Future<?> last = threads.submit(() -> queue.perStatement(_ -> true));
        untilWaiting(queue, 2);
        fail.countDown();
        assertThatThrownBy(failing::get).hasCauseInstanceOf(DatabaseUnavailable.class);
        assertThatThrownBy(last::get)
                .cause()
                .isInstanceOf(DatabaseUnavailable.class)
                .isNotInstanceOf(DatabaseBusy.class);
        release.countDown();
        assertThatThrownBy(waiting::get).hasCauseInstanceOf(DatabaseUnavailable.class);
    }

    @Test
    void givesThePlaceBackAfterAFault() {
        QueuedTransactor queue = new QueuedTransactor(DIRECT, 1, SHORT, SHORT.plus(SHORT));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> queue.perStatement(_ -> {
                        throw new IllegalStateException("a bug");
                    }))
                    .hasMessage("a bug");
        }
        assertThat(queue.<Boolean>perStatement(_ -> true)).isTrue();
    }
}
