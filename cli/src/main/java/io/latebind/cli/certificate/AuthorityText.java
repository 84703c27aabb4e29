package io.latebind.cli.certificate;

import io.latebind.cli.table.Cells;
import io.latebind.cli.table.Facts;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A certificate authority for people. */
final class AuthorityText {
    private AuthorityText() {}

    static List<String> lines(JsonNode authority) {
        Facts facts = new Facts()
                .fact("Authority", Cells.text(authority, "name"))
                .fact("Kind", Cells.text(authority, "kind"))
                .fact("Default", Cells.yesNo(authority, "default"))
                .fact("Retired", Cells.yesNo(authority, "retired"))
                .fact("Trust", Cells.text(authority, "trust"))
                .fact("Delivers chain", Cells.yesNo(authority, "deliverChain"))
                .fact("Subject", Cells.text(authority, "subject"))
                .fact("Ends", Cells.instant(authority, "endsAt"));
        JsonNode signer = signer(authority);
        if (signer.isObject()) {
            facts.fact("Issuer", authority.has("certificateChain") ? "must be this subject" : "any")
                    .fact("Signer", Cells.text(signer, "url"))
                    .fact("Label", Cells.text(signer, "label"))
                    .fact(
                            "Signer's roots",
                            signer.has("caCertificates")
                                    ? subjects(Cells.text(signer, "caCertificates"))
                                    : "the public authorities")
                    .fact("Logs in", login(signer));
        }
        return facts.fact("CRL", Cells.text(authority, "crlUrl"))
                .fact("OCSP", Cells.text(authority, "ocspUrl"))
                .fact("Made", Cells.instant(authority, "createdAt"))
                .fact("Changed", Cells.instant(authority, "updatedAt"))
                .fact("Id", Cells.text(authority, "id"))
                .lines();
    }

    private static JsonNode signer(JsonNode authority) {
        return authority.has("webhook") ? authority.path("webhook") : authority.path("est");
    }

    /** Where it signs, or as what when it signs here. */
    static String signerOrSubject(JsonNode authority) {
        JsonNode signer = signer(authority);
        return signer.isObject() ? Cells.text(signer, "url") : Cells.text(authority, "subject");
    }

    private static String login(JsonNode est) {
        if (est.has("username")) {
            return "as " + Cells.text(est, "username") + ", with a password";
        }
        List<X509Certificate> own = certificates(Cells.text(est.path("clientCertificate"), "certificateChain"));
        return own.isEmpty()
                ? ""
                : "with the certificate " + subject(own.getFirst()) + ", which ends "
                        + own.getFirst().getNotAfter().toInstant();
    }

    private static String subjects(String pem) {
        return certificates(pem).stream().map(AuthorityText::subject).collect(Collectors.joining("; "));
    }

    private static String subject(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().toString();
    }

    /** None where it cannot be read: the service has checked it, and this is only shown. */
    private static List<X509Certificate> certificates(String pem) {
        try {
            return CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (CertificateException unreadable) {
            return List.of();
        }
    }
}
