package io.latebind.cli.certificate;

import io.latebind.cli.client.InputFile;
import io.latebind.cli.client.Session;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Where the signer of an authority is, how the service knows it, and how it knows the service. */
final class SignerOptions {
    @Option(
            names = "--webhook",
            order = 20,
            paramLabel = "URL",
            description = "A program of yours signs; each certificate is asked for with a POST to this URL, https.")
    private @Nullable String webhook;

    @Option(
            names = "--secret-file",
            order = 21,
            paramLabel = "FILE",
            description = {
                "With --webhook: a file whose one line signs the requests, whsec_ and 24 to 64 bytes in base64; - reads the standard input.",
                "Default: the service makes one when the authority is created, and shows it once."
            })
    private @Nullable String secretFile;

    @Option(
            names = "--est",
            order = 22,
            paramLabel = "URL",
            description = "An EST server (RFC 7030) signs: https:// and its host.")
    private @Nullable String est;

    @Option(
            names = "--label",
            order = 23,
            paramLabel = "LABEL",
            description = "With --est: which of the server's authorities; \"\" for the one without a label.")
    private @Nullable String label;

    @Option(
            names = "--username",
            order = 24,
            paramLabel = "NAME",
            description = "With --est: as whom the service logs in, with the password in --password-file.")
    private @Nullable String username;

    @Option(
            names = "--client-certificate",
            order = 25,
            paramLabel = "FILE",
            description =
                    "With --est: how the service logs in instead, a certificate for TLS in PEM, its issuers behind it.")
    private @Nullable String clientCertificate;

    @Option(
            names = "--client-key",
            order = 26,
            paramLabel = "FILE",
            description = "The private key of --client-certificate, in PEM.")
    private @Nullable String clientKey;

    @Option(
            names = "--client-pkcs12",
            order = 27,
            paramLabel = "FILE",
            description = "Certificate and key for TLS in PKCS#12.")
    private @Nullable String clientPkcs12;

    @Option(
            names = "--password-file",
            order = 28,
            paramLabel = "FILE",
            description =
                    "A file whose one line is the password of --username, or opens --client-key or --client-pkcs12; - reads the standard input.")
    private @Nullable String passwordFile;

    @Option(
            names = "--signer-ca",
            order = 29,
            paramLabel = "FILE",
            description =
                    "The roots in PEM under which the signer's host must stand; then no public authority is believed.")
    private @Nullable String signerCa;

    @Option(
            names = "--public-trust",
            order = 30,
            description = "Instead of --signer-ca: believe the public authorities, as a new webhook does.")
    private boolean publicTrust;

    @Option(
            names = "--chain",
            order = 31,
            paramLabel = "FILE",
            description =
                    "What must stand above whatever is signed: its certificates in PEM, the issuing one first (a new authority: any issuer).")
    private @Nullable String chain;

    /** What a signer speaks. */
    enum Kind {
        WEBHOOK("webhook"),
        EST("est");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        /** As the service calls it. */
        String shown() {
            return shown;
        }

        static Optional<Kind> of(String shown) {
            return Stream.of(values()).filter(kind -> kind.shown.equals(shown)).findFirst();
        }
    }

    /** The kind whose URL is given. */
    Optional<Kind> kind(Session session) {
        if (webhook != null && est != null) {
            throw session.wrong("--webhook and --est exclude each other: an authority has one signer.");
        }
        return webhook != null ? Optional.of(Kind.WEBHOOK) : est != null ? Optional.of(Kind.EST) : Optional.empty();
    }

    /** Whether something is said that belongs into the object of its kind: not about what stands above the certificates. */
    boolean sayWhereItIs() {
        return publicTrust
                || login().isGiven()
                || Stream.of(webhook, est, secretFile, label, username, passwordFile, signerCa)
                        .anyMatch(Objects::nonNull);
    }

    boolean sayWhatIsAbove() {
        return chain != null;
    }

    private KeyMaterial login() {
        return new KeyMaterial(clientCertificate, clientKey, clientPkcs12, passwordFile);
    }

    void putChain(ObjectNode body, Session session) {
        if (chain != null) {
            body.put("certificateChain", InputFile.text(chain, session.surroundings()));
        }
    }

    /** @param settings of a signer of this kind, as the service takes them; what was not said stays as it is there */
    void putInto(ObjectNode settings, Kind kind, Session session) {
        if (signerCa != null && publicTrust) {
            throw session.wrong("--signer-ca and --public-trust exclude each other.");
        }
        if (signerCa != null || publicTrust) {
            settings.remove("caCertificates");
            settings.remove("publicTrust");
        }
        if (signerCa != null) {
            settings.put("caCertificates", InputFile.text(signerCa, session.surroundings()));
        }
        switch (kind) {
            case WEBHOOK -> putWebhook(settings, session);
            case EST -> putEst(settings, session);
        }
    }

    private void putWebhook(ObjectNode settings, Session session) {
        if (login().isGiven() || Stream.of(est, label, username, passwordFile).anyMatch(Objects::nonNull)) {
            throw session.wrong(
                    "--est, --label, --username, --password-file and --client-… are for EST servers, and this is a webhook.");
        }
        if (webhook != null) {
            settings.put("url", webhook);
        }
        if (secretFile != null) {
            settings.put("secret", InputFile.secret(secretFile, session.surroundings()));
        }
    }

    private void putEst(ObjectNode settings, Session session) {
        if (webhook != null || secretFile != null) {
            throw session.wrong("--webhook and --secret-file are for webhooks, and this is an EST server.");
        }
        if (est != null) {
            settings.put("url", est);
        }
        if (publicTrust) {
            settings.put("publicTrust", true);
        }
        if (label != null) {
            settings.remove("label");
            if (!label.isEmpty()) {
                settings.put("label", label);
            }
        }
        putLogin(settings, session);
    }

    private void putLogin(ObjectNode settings, Session session) {
        if (login().isGiven()) {
            if (username != null) {
                throw session.wrong("--username and --client-… exclude each other: the service logs in one way.");
            }
            settings.remove("username");
            if (!login().putInto(settings.putObject("clientCertificate"), session.surroundings())) {
                throw session.wrong("Give --client-certificate and --client-key, or --client-pkcs12.");
            }
            return;
        }
        if (username != null) {
            settings.put("username", username);
        }
        if (passwordFile != null) {
            settings.put("password", InputFile.secret(passwordFile, session.surroundings()));
        }
    }
}
