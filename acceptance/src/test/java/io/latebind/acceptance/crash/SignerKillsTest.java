package io.latebind.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.acceptance.process.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Certificates of a signer elsewhere (specification 4.1) under kill -9 of the service, of its PostgreSQL, of both and of the signer, at
 * random steps of the issuance: no key is left without its certificate, and none gets two. {@code -Dlatebind.seed=…} chooses the moments
 * again.
 */
class SignerKillsTest {
    private static final System.Logger LOG = System.getLogger(SignerKillsTest.class.getName());
    private static final int KILLS = 20;
    private static final int DEVICES = 44;
    private static final int KEYS = 5;
    /** Between two kills, and behind the last. */
    private static final int CERTIFICATES = DEVICES * KEYS / (KILLS + 2);

    private static final Duration WORK_WITHIN = Duration.ofMinutes(5);
    private static final int LONGEST_MILLIS_BEHIND_A_STEP = 200;
    private static final int LONGEST_MILLIS_AWAY = 3000;

    @TempDir
    private Path directory;

    private enum Victim {
        SIGNER,
        SERVICE,
        DATABASE,
        SERVICE_AND_DATABASE
    }

    @Test
    void eachKeyGetsOneCertificateWhoeverDiesWhileItIsIssued() throws Exception {
        long seed = SimulatedFleet.seed();
        LOG.log(System.Logger.Level.INFO, "{0} kills, seed {1}", KILLS, Long.toString(seed));
        try (RestartedService service = new RestartedService(
                        directory.resolve("data"), seed, new AtomicInteger(), "--webhook-allow-private", "true");
                OwnSigner signer = OwnSigner.start(
                        directory.resolve("signer"), service.service().rest());
                SimulatedFleet fleet = SimulatedFleet.start(
                        directory,
                        service.service(),
                        service.service().deviceUrl(),
                        seed,
                        "--arrival 5s --devices " + DEVICES)) {
            signer.awaitListening();
            KeyWisher user = new KeyWisher(
                    service.service().rest(), Files.readString(service.service().rootCertificate()));
            Map<String, UserActions> wanted = user.claim(fleet.tokens(), KEYS);
            kill(service, signer, new Random(seed));
            SettledFleet settled = new SettledFleet(service.service().rest(), wanted, fleet.journals());
            settled.await(DEVICES);
            fleet.stop();
            settled.compare(Map.of(), seed);
            List<String> issued = signer.issued();
            assertThat(issued).as("seed %d", seed).hasSize(DEVICES * KEYS);
            assertThat(user.serials()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(issued);
            assertThat(service.service().stop()).isZero();
        }
    }

    private static void kill(RestartedService service, OwnSigner signer, Random random) {
        List<Victim> victims = List.of(Victim.values());
        for (int i = 1; i <= KILLS; i++) {
            OwnSigner.Step step = random.nextBoolean() ? OwnSigner.Step.ASKED : OwnSigner.Step.SIGNED;
            int enough = i * CERTIFICATES;
            Await.until(
                    WORK_WITHIN, enough + " times " + step + "\n" + signer.told(), () -> signer.times(step) >= enough);
            if (random.nextBoolean()) {
                RestartedService.pass(random.nextInt(LONGEST_MILLIS_BEHIND_A_STEP));
            }
            switch (victims.get(i % victims.size())) {
                case SIGNER -> {
                    signer.kill();
                    RestartedService.pass(random.nextInt(LONGEST_MILLIS_AWAY));
                    signer.restart();
                }
                case SERVICE -> service.kill(false, false);
                case DATABASE -> service.service().killPostgres();
                case SERVICE_AND_DATABASE -> service.kill(true, random.nextBoolean());
            }
        }
        service.service().awaitServing();
    }
}
