package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.certificate.CertificateProfile.SubjectTemplate;
import io.latebind.server.certificate.ContentRules.Judged;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Whatever a device's facts hold, a name has the parts that its profile says, and each part is the fact as it is. */
class TemplateProperties {
    private static final DeviceUuid DEVICE = new DeviceUuid(UUID.fromString("50503630-3637-422a-8034-1d0b0a0b0c0d"));

    private static CertificateProfile profile(String subject) {
        return new CertificateProfile(
                new ProfileId(UUID.randomUUID()),
                "p",
                List.of(
                        new SubjectTemplate(SubjectAttribute.CN, new NameTemplate("${uuid}")),
                        new SubjectTemplate(SubjectAttribute.OU, new NameTemplate(subject))),
                List.of(),
                Set.of(LeafKeyUsage.DIGITAL_SIGNATURE),
                List.of(KeyPurpose.CLIENT_AUTH),
                Duration.ofDays(1),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
    }

    private static TemplateFacts facts(String team, List<String> tags) {
        return new TemplateFacts(
                new DeviceFacts(DEVICE, Optional.empty(), "nrf9151_LACA", tags, false, Optional.empty()), team);
    }

    @Provide
    Arbitrary<String> nasty() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars(",+=\\\"<>;# ${}/:*%")
                        .withChars("aCNOU$")
                        .ofMinLength(1)
                        .ofMaxLength(40),
                Arbitraries.strings().ofMinLength(1).ofMaxLength(70),
                Arbitraries.of(
                        "x,CN=root",
                        "x+CN=root",
                        "\\2cCN=root",
                        "${uuid}",
                        "${imei}",
                        "$1",
                        "\\",
                        "#0403",
                        "x\nCN=root",
                        "x\0y",
                        " "));
    }

    @Property
    void neverChangesTheStructureOfAName(@ForAll("nasty") String tag) {
        if (!(ContentRules.judge(profile("${tags}"), facts("team", List.of(tag)))
                instanceof Judged.Good(var content))) {
            return;
        }
        RDN[] rdns = LocalSigner.name(content.subject()).getRDNs();
        assertThat(rdns).hasSize(2).noneMatch(RDN::isMultiValued);
        assertThat(rdns[0].getFirst().getType()).isEqualTo(BCStyle.CN);
        assertThat(rdns[0].getFirst().getValue().toString()).isEqualTo(DEVICE.toString());
        assertThat(rdns[1].getFirst().getType()).isEqualTo(BCStyle.OU);
        assertThat(rdns[1].getFirst().getValue().toString()).isEqualTo(tag);
    }

    @Property
    void survivesItsEncoding(@ForAll("nasty") String team) throws IOException {
        if (ContentRules.judge(profile("of ${team}"), facts(team, List.of())) instanceof Judged.Good(var content)) {
            X500Name read =
                    X500Name.getInstance(LocalSigner.name(content.subject()).getEncoded());
            assertThat(read.getRDNs()[1].getFirst().getValue().toString()).isEqualTo("of " + team);
        }
    }

    @Property
    void makesNoHostNameOfWhatIsNone(@ForAll("nasty") String tag) {
        CertificateProfile base = profile("x");
        CertificateProfile profile = new CertificateProfile(
                base.id(),
                "p",
                base.subject(),
                List.of(new CertificateProfile.AlternativeTemplate(
                        AlternativeKind.DNS, new NameTemplate("${tags}.example.com"))),
                base.keyUsage(),
                base.purposes(),
                base.validity(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Instant.EPOCH);
        switch (ContentRules.judge(profile, facts("team", List.of(tag)))) {
            case Judged.Good(CertificateContent content) ->
                assertThat(content.alternatives().getFirst().value())
                        .isEqualTo(tag + ".example.com")
                        .matches("[A-Za-z0-9.-]+");
            case Judged.Bad(String reason) -> assertThat(reason).contains("no host name");
        }
    }

    /** The glob against a matcher that is too slow for the field, and right. */
    @Property
    void matchesAsTheRegularExpressionWould(@ForAll("globs") String glob, @ForAll("values") String value) {
        String regex = "(?s)"
                + Pattern.compile("[^*]+|\\*")
                        .matcher(glob)
                        .replaceAll(part -> part.group().equals("*")
                                ? ".*"
                                : Matcher.quoteReplacement(Pattern.quote(part.group())));
        assertThat(new NamePattern("cn", glob).matches(value)).isEqualTo(value.matches(regex));
    }

    @Provide
    Arbitrary<String> globs() {
        return Arbitraries.strings().withChars("ab*").ofMaxLength(10);
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.strings().withChars("ab").ofMaxLength(12);
    }
}
