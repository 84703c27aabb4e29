package io.latebind.server.certificate.api;

import io.latebind.server.certificate.CertificateContent;
import io.latebind.server.certificate.CertificateContent.AlternativeName;
import io.latebind.server.certificate.KeyPurpose;
import io.latebind.server.certificate.LeafKeyUsage;
import io.latebind.server.certificate.ReadProfiles.Preview;
import io.latebind.server.certificate.Validity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a device would get, or why it would get nothing. */
record PreviewView(
        Optional<String> subject,
        Optional<List<String>> subjectAlternativeNames,
        Optional<List<String>> keyUsage,
        Optional<List<String>> extendedKeyUsage,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        Optional<String> refusal) {

    static PreviewView of(Preview preview) {
        return switch (preview) {
            case Preview.Refused(String reason) ->
                new PreviewView(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(reason));
            case Preview.Granted(CertificateContent content, Validity validity) ->
                new PreviewView(
                        Optional.of(content.subjectText()),
                        Optional.of(content.alternatives().stream()
                                .map(AlternativeName::toString)
                                .toList()),
                        Optional.of(content.keyUsage().stream()
                                .sorted()
                                .map(LeafKeyUsage::shown)
                                .toList()),
                        Optional.of(content.purposes().stream()
                                .map(KeyPurpose::shown)
                                .toList()),
                        Optional.of(validity.notBefore()),
                        Optional.of(validity.notAfter()),
                        Optional.empty());
        };
    }
}
