package io.latebind.server.tls;

import io.latebind.server.datadir.DurableFile;
import io.latebind.server.kernel.StartRefused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The folder {@code tls/}. A key is written before its certificate, so a certificate without its key was not left by a crash. */
record CertificateFolder(Path folder) {

    Path rootFile() {
        return folder.resolve("ca.pem");
    }

    /**
     * The root; empty when there is none yet.
     *
     * @throws StartRefused if there is a root certificate that cannot be used: a new root in its place would cut off every device that trusts it
     */
    Optional<Issued> readRoot() throws IOException {
        Optional<String> certificateText = text(rootFile());
        String wayOut =
                " Put the file back from its copy. Or, to begin with a new root that every device must then be given, remove "
                        + folder + ".";
        if (certificateText.isEmpty()) {
            // the first server certificate comes after the root, so with one there the root was no victim of a crash
            if (Files.exists(folder.resolve("server.pem"))) {
                throw new StartRefused(rootFile() + ", the root certificate that devices trust, is missing." + wayOut);
            }
            return Optional.empty();
        }
        X509Certificate certificate = Pem.certificate(certificateText.get())
                .orElseThrow(() -> new StartRefused(rootFile() + " holds no certificate." + wayOut));
        Path keyFile = folder.resolve("ca.key");
        PrivateKey key = text(keyFile)
                .flatMap(Pem::privateKey)
                .orElseThrow(() -> new StartRefused(
                        keyFile + ", the private key to the root certificate, is missing or damaged." + wayOut));
        if (!Issued.belongTogether(certificate, key)) {
            throw new StartRefused(keyFile + " is not the private key to the root certificate beside it." + wayOut);
        }
        return Optional.of(new Issued(certificate, key));
    }

    /** The server certificate; empty when there is none that can be used, since a new one costs nothing. */
    Optional<Issued> readServer() throws IOException {
        Optional<X509Certificate> certificate =
                text(folder.resolve("server.pem")).flatMap(Pem::certificate);
        Optional<PrivateKey> key = text(folder.resolve("server.key")).flatMap(Pem::privateKey);
        return certificate.flatMap(found -> key.filter(candidate -> Issued.belongTogether(found, candidate))
                .map(matching -> new Issued(found, matching)));
    }

    void writeRoot(Issued root) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        write("ca", root);
    }

    void writeServer(Issued server) throws IOException {
        write("server", server);
    }

    private void write(String name, Issued issued) throws IOException {
        DurableFile.write(folder.resolve(name + ".key"), bytes(Pem.of(issued.privateKey())), DurableFile.PRIVATE);
        DurableFile.write(folder.resolve(name + ".pem"), bytes(Pem.of(issued.certificate())), DurableFile.PUBLIC);
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
