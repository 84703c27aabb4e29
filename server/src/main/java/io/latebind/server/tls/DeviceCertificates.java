package io.latebind.server.tls;

import io.latebind.server.datadir.DiskTrouble;
import io.latebind.server.kernel.IdSource;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The device port's certificate. Devices trust the root in {@code ca.pem}, which is made once; the server certificate under it is replaced when two
 * thirds of its life are over and when the public names change. Safe for use by many threads.
 */
public final class DeviceCertificates {
    private final CertificateFolder folder;
    private final CertificateMint mint;
    private final List<String> names;
    private final Issued root;
    private final ReentrantLock renewal = new ReentrantLock();
    private volatile Issued server;

    private DeviceCertificates(
            CertificateFolder folder, CertificateMint mint, List<String> names, Issued root, Issued server) {
        this.folder = folder;
        this.mint = mint;
        this.names = names;
        this.root = root;
        this.server = server;
    }

    /**
     * Reads or makes root and server certificate.
     *
     * @param path the folder {@code tls} of the data directory
     * @param names DNS names in lower case and IP addresses without brackets, at least one
     * @throws StartRefused if the root is damaged, without its key, or over, or the disk refuses
     */
    public static DeviceCertificates open(Path path, List<String> names, IdSource ids, Instant now) {
        CertificateFolder folder = new CertificateFolder(path);
        CertificateMint mint = new CertificateMint(ids);
        try {
            Issued root = rootOf(folder, mint, now);
            Optional<Issued> kept = folder.readServer()
                    .filter(found -> found.isSignedBy(root.certificate().getPublicKey()))
                    .filter(found -> RenewalRules.holds(found.certificate(), names))
                    .filter(found -> !RenewalRules.isDue(found.certificate(), now));
            Issued server = kept.isPresent() ? kept.get() : renewed(folder, mint.server(root, names, now));
            return new DeviceCertificates(folder, mint, List.copyOf(names), root, server);
        } catch (IOException failure) {
            throw DiskTrouble.refusal(path, failure);
        }
    }

    private static Issued rootOf(CertificateFolder folder, CertificateMint mint, Instant now) throws IOException {
        Optional<Issued> found = folder.readRoot();
        if (found.isEmpty()) {
            Issued made = mint.root(now);
            folder.writeRoot(made);
            return made;
        }
        if (!now.isBefore(found.get().certificate().getNotAfter().toInstant())) {
            throw new StartRefused("The root certificate " + folder.rootFile()
                    + " is over. Check this machine's clock; or remove " + folder.folder()
                    + " to begin with a new root that every device must then be given.");
        }
        return found.get();
    }

    private static Issued renewed(CertificateFolder folder, Issued server) throws IOException {
        folder.writeServer(server);
        return server;
    }

    /** What the listener serves now. */
    public PemPair current() {
        return new PemPair(Pem.of(server.certificate()), new Secret(Pem.of(server.privateKey())));
    }

    /**
     * To be called a few times a day: replaces the server certificate when it is time.
     *
     * @return what the listener is to serve from now on; empty when nothing changed
     * @throws UncheckedIOException if the disk refuses; the old certificate stays in use, and the next call tries again
     */
    public Optional<PemPair> renewIfDue(Instant now) {
        renewal.lock();
        try {
            boolean rootIsOver = !now.isBefore(root.certificate().getNotAfter().toInstant());
            if (rootIsOver || !RenewalRules.isDue(server.certificate(), now)) {
                return Optional.empty();
            }
            server = renewed(folder, mint.server(root, names, now));
            return Optional.of(current());
        } catch (IOException failure) {
            throw new UncheckedIOException("the device port's new certificate could not be written", failure);
        } finally {
            renewal.unlock();
        }
    }

    /** The end of the certificate that is served now. */
    public Instant expiresAt() {
        return server.certificate().getNotAfter().toInstant();
    }

    /** The root that devices must trust, PEM. */
    public String rootPem() {
        return Pem.of(root.certificate());
    }

    /** The file with the root. */
    public Path rootFile() {
        return folder.rootFile();
    }
}
