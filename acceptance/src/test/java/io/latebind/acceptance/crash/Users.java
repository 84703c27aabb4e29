package io.latebind.acceptance.crash;

import io.latebind.acceptance.process.Await;
import io.latebind.acceptance.process.LatebindProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Some users who work at the same time, each with devices of their own.
 *
 * @param answered commands that were taken in
 */
record Users(List<QueueWriter> all, AtomicInteger answered) {
    private static final int COUNT = 4;
    private static final Duration WORKED_WITHIN = Duration.ofMinutes(10);

    /**
     * @param tokens of all devices
     * @param certified devices, by UUID, whose modems make keys that a certificate can be issued for
     */
    static Users of(
            LatebindProcess service,
            long seed,
            List<String> tokens,
            AtomicInteger answered,
            Predicate<String> certified)
            throws IOException {
        String rootPem = Files.readString(service.rootCertificate());
        return new Users(
                IntStream.range(0, COUNT)
                        .mapToObj(user -> new QueueWriter(
                                service.rest(),
                                rootPem,
                                seed + user,
                                IntStream.range(0, tokens.size())
                                        .filter(i -> i % COUNT == user)
                                        .mapToObj(tokens::get)
                                        .toList(),
                                answered,
                                certified))
                        .toList(),
                answered);
    }

    /** By device UUID. */
    Map<String, UserActions> actions() {
        Map<String, UserActions> actions = new HashMap<>();
        all.forEach(user -> user.uuids().forEach(uuid -> actions.put(uuid, user.actions(uuid))));
        return actions;
    }

    /** They go on while something happens to the service, and come to an end when it stays and {@code enough} commands were taken in. */
    void work(ExecutorService threads, Runnable meanwhile, int enough) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        List<Future<Boolean>> written = new ArrayList<>();
        for (QueueWriter user : all) {
            Callable<Boolean> writing = () -> {
                user.workUntil(over::get);
                user.finish();
                return true;
            };
            written.add(threads.submit(writing));
        }
        try {
            meanwhile.run();
            Await.until(WORKED_WITHIN, "the users get their work done", () -> answered.get() >= enough);
        } finally {
            over.set(true);
        }
        for (Future<Boolean> user : written) {
            user.get();
        }
    }
}
