package io.latebind.server.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What the certificates of devices say, and how many there may be.
 *
 * @param name unique in its team
 * @param subject in the order of the certificate
 * @param validity of a certificate; it ends with its authority at the latest
 * @param allowed of a kind that stands here, only such names; of other kinds all
 * @param denied whatever is allowed
 * @param deviceBudget how many certificates one device gets
 * @param ruleBudget how many certificates come from one rule
 */
public record CertificateProfile(
        ProfileId id,
        String name,
        List<SubjectTemplate> subject,
        List<AlternativeTemplate> alternatives,
        Set<LeafKeyUsage> keyUsage,
        List<KeyPurpose> purposes,
        Duration validity,
        List<NamePattern> allowed,
        List<NamePattern> denied,
        Optional<Budget> deviceBudget,
        Optional<Budget> ruleBudget,
        Instant createdAt,
        Instant updatedAt) {

    /** The name of the built-in one. */
    public static final String DEFAULT_NAME = "default";

    /** Ten years: most devices are never visited. */
    public static final Duration DEFAULT_VALIDITY = Duration.ofDays(3650);

    /** More than any repair needs, and few enough that a device in a loop is noticed. */
    public static final Budget DEFAULT_DEVICE_BUDGET = new Budget(20, Duration.ofDays(1));

    private static final ProfileId BUILT_IN = new ProfileId(new UUID(0, 0));

    public CertificateProfile {
        subject = List.copyOf(subject);
        alternatives = List.copyOf(alternatives);
        keyUsage = Set.copyOf(keyUsage);
        purposes = List.copyOf(purposes);
        allowed = List.copyOf(allowed);
        denied = List.copyOf(denied);
    }

    public record SubjectTemplate(SubjectAttribute attribute, NameTemplate value) {}

    public record AlternativeTemplate(AlternativeKind kind, NameTemplate value) {}

    /** At most {@code certificates} in each {@code period} that ends now. */
    public record Budget(int certificates, Duration period) {}

    /** The one that every team has (specification 4.1): the device's UUID, for clients of TLS. */
    public static CertificateProfile builtIn() {
        return new CertificateProfile(
                BUILT_IN,
                DEFAULT_NAME,
                List.of(new SubjectTemplate(SubjectAttribute.CN, new NameTemplate("${uuid}"))),
                List.of(),
                Set.of(LeafKeyUsage.DIGITAL_SIGNATURE),
                List.of(KeyPurpose.CLIENT_AUTH),
                DEFAULT_VALIDITY,
                List.of(),
                List.of(),
                Optional.of(DEFAULT_DEVICE_BUDGET),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    /** Whether one of its names is filled with it. */
    boolean names(TemplateVariable variable) {
        return Stream.concat(
                        subject.stream().map(SubjectTemplate::value),
                        alternatives.stream().map(AlternativeTemplate::value))
                .anyMatch(template -> TemplateRules.named(template).contains(variable));
    }

    public boolean isBuiltIn() {
        return id.equals(BUILT_IN);
    }
}
