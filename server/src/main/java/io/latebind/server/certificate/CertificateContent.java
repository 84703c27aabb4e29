package io.latebind.server.certificate;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a certificate says about its device.
 *
 * @param subject in the order of the name; values as they are, without escapes
 */
public record CertificateContent(
        List<SubjectPart> subject,
        List<AlternativeName> alternatives,
        Set<LeafKeyUsage> keyUsage,
        List<KeyPurpose> purposes) {

    public CertificateContent {
        subject = List.copyOf(subject);
        alternatives = List.copyOf(alternatives);
        keyUsage = Set.copyOf(keyUsage);
        purposes = List.copyOf(purposes);
    }

    public record SubjectPart(SubjectAttribute attribute, String value) {}

    public record AlternativeName(AlternativeKind kind, String value) {
        @Override
        public String toString() {
            return kind.shown() + ":" + value;
        }
    }

    /** For people (RFC 4514, in the order of the certificate): {@code CN=…,O=…}. */
    public String subjectText() {
        return subject.stream()
                .map(part -> part.attribute().shown() + "=" + escaped(part.value()))
                .collect(Collectors.joining(","));
    }

    private static String escaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean atEdge = (i == 0 && (c == ' ' || c == '#')) || (i == value.length() - 1 && c == ' ');
            if (atEdge || ",+\"\\<>;=".indexOf(c) >= 0) {
                text.append('\\');
            }
            text.append(c);
        }
        return text.toString();
    }
}
