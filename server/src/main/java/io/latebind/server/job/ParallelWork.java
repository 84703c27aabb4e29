package io.latebind.server.job;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Work of milliseconds on many items at once: on as many as there are cores, whoever asks. Each item is a virtual thread of its own, so
 * that requests get their turn between two.
 */
public final class ParallelWork {
    private final Semaphore cores;

    /** @param cores at a time, in all of the process */
    public ParallelWork(int cores) {
        this.cores = new Semaphore(cores, true);
    }

    /** The results, in the order of the items. What {@code work} throws is thrown here. */
    public <A, B> List<B> map(List<A> items, Function<A, B> work) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<B>> running = new ArrayList<>(items.size());
            for (A item : items) {
                running.add(threads.submit(() -> onOneCore(item, work)));
            }
            List<B> results = new ArrayList<>(items.size());
            for (Future<B> each : running) {
                results.add(each.get());
            }
            return results;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while rows were checked", interrupted);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException fault) {
                throw fault;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private <A, B> B onOneCore(A item, Function<A, B> work) throws InterruptedException {
        cores.acquire();
        try {
            return work.apply(item);
        } finally {
            cores.release();
        }
    }
}
