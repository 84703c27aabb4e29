package io.latebind.benchmarks;

import io.latebind.contract.token.DeviceJwt;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.contract.token.Parsed;
import io.latebind.server.cryptography.NativeCryptography;
import java.security.Security;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Device JWTs checked per second, parsing included: by the JDK's own provider and by the native one, in turns in one run, since the
 * providers of a JVM can be changed while it runs. Arguments: seconds of a turn (2), rounds (7), threads (all processors).
 */
public final class SignatureBenchmark {
    private static final int JWTS = 2_000;

    private SignatureBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 2;
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7;
        int threads = arguments.length > 2
                ? Integer.parseInt(arguments[2])
                : Runtime.getRuntime().availableProcessors();
        BenchmarkIdentity identity = BenchmarkIdentity.create();
        List<String> jwts = identity.jwts(JWTS);
        P256PublicKey key = new P256PublicKey(identity.spki());
        List<Double> jdk = new ArrayList<>();
        List<Double> accelerated = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        // the first round warms up, and is left out
        for (int round = 0; round <= rounds; round++) {
            Security.removeProvider("AmazonCorrettoCryptoProvider");
            double slow = perSecond(seconds, threads, jwts, key);
            NativeCryptography.Chosen chosen = NativeCryptography.prefer();
            if (chosen.reason().isPresent()) {
                throw new IllegalStateException(chosen.sentence());
            }
            double fast = perSecond(seconds, threads, jwts, key);
            if (round > 0) {
                jdk.add(slow);
                accelerated.add(fast);
                ratios.add(fast / slow);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "JWT checks on %d threads, medians of %d turns: JDK %.0f/s, native %.0f/s, ratio %.1f (%.1f to %.1f)%n",
                threads,
                rounds,
                median(jdk),
                median(accelerated),
                median(ratios),
                ratios.stream().min(Double::compare).orElseThrow(),
                ratios.stream().max(Double::compare).orElseThrow());
    }

    private static double perSecond(int seconds, int threads, List<String> jwts, P256PublicKey key)
            throws InterruptedException {
        AtomicLong checked = new AtomicLong();
        CountDownLatch over = new CountDownLatch(threads);
        long begin = System.nanoTime();
        long end = begin + seconds * 1_000_000_000L;
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            Thread.ofPlatform().start(() -> {
                long count = 0;
                for (int i = first; System.nanoTime() < end; i++) {
                    check(jwts.get(i % jwts.size()), key);
                    count++;
                }
                checked.addAndGet(count);
                over.countDown();
            });
        }
        over.await();
        return checked.get() * 1e9 / (System.nanoTime() - begin);
    }

    private static void check(String jwt, P256PublicKey key) {
        if (!(DeviceJwt.parse(jwt) instanceof Parsed.Valid<DeviceJwt>(DeviceJwt parsed) && parsed.verifiesUnder(key))) {
            throw new IllegalStateException("a good JWT was refused");
        }
    }

    private static double median(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted).skip(sorted.length / 2).findFirst().orElseThrow();
    }
}
