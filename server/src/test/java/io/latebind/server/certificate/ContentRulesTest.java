package io.latebind.server.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.SeededIds;
import io.latebind.server.certificate.CertificateProfile.AlternativeTemplate;
import io.latebind.server.certificate.CertificateProfile.SubjectTemplate;
import io.latebind.server.certificate.ContentRules.Judged;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentRulesTest {
    private static final DeviceUuid DEVICE = new DeviceUuid(UUID.fromString("50503630-3637-422a-8034-1d0b0a0b0c0d"));
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static CertificateProfile profile(
            SubjectAttribute attribute,
            String value,
            List<String> alternatives,
            List<String> allowed,
            List<String> denied) {
        return new CertificateProfile(
                new ProfileId(UUID.randomUUID()),
                "meters",
                List.of(new SubjectTemplate(attribute, new NameTemplate(value))),
                alternatives.stream()
                        .map(text -> new AlternativeTemplate(
                                AlternativeKind.parse(text.substring(0, text.indexOf(':')))
                                        .orElseThrow(),
                                new NameTemplate(text.substring(text.indexOf(':') + 1))))
                        .toList(),
                Set.of(),
                List.of(),
                Duration.ofDays(1),
                allowed.stream()
                        .map(text -> NamePattern.parse(text).orElseThrow())
                        .toList(),
                denied.stream()
                        .map(text -> NamePattern.parse(text).orElseThrow())
                        .toList(),
                Optional.empty(),
                Optional.empty(),
                NOW,
                NOW);
    }

    private static Judged judged(CertificateProfile profile, String... tags) {
        return ContentRules.judge(
                profile,
                new TemplateFacts(
                        new DeviceFacts(
                                DEVICE, Optional.empty(), "nrf9151_LACA", List.of(tags), false, Optional.empty()),
                        "Acme"));
    }

    private static String refusal(CertificateProfile profile, String... tags) {
        return ((Judged.Bad) judged(profile, tags)).reason();
    }

    private static CertificateContent content(CertificateProfile profile, String... tags) {
        return ((Judged.Good) judged(profile, tags)).content();
    }

    @Test
    void saysWhatTheDeviceIs() {
        assertThat(content(profile(
                                SubjectAttribute.CN,
                                "${deviceType} of ${team}",
                                List.of("dns:${uuid}.example.com", "uri:urn:uuid:${uuid}", "email:${uuid}@example.com"),
                                List.of(),
                                List.of()))
                        .subjectText())
                .isEqualTo("CN=nrf9151_LACA of Acme");
    }

    @Test
    void repeatsANameForEachTagAndLeavesItOutWithoutAny() {
        CertificateProfile profile =
                profile(SubjectAttribute.CN, "${uuid}", List.of("dns:${tags}.example.com"), List.of(), List.of());
        assertThat(content(profile, "b", "a").alternatives())
                .extracting(CertificateContent.AlternativeName::value)
                .containsExactly("a.example.com", "b.example.com");
        assertThat(content(profile).alternatives()).isEmpty();
        assertThat(refusal(profile(SubjectAttribute.OU, "${tags}", List.of(), List.of(), List.of())))
                .contains("its subject would be empty");
    }

    @Test
    void refusesADeviceOfWhichAFactIsNotKnown() {
        assertThat(refusal(profile(SubjectAttribute.SERIAL_NUMBER, "${imei}", List.of(), List.of(), List.of())))
                .contains("meters", "serialNumber needs ${imei}", "identity registry");
    }

    @ParameterizedTest
    @CsvSource({
        "CN, " + "0123456789012345678901234567890123456789012345678901234567890123456789, at most 64",
        "C, de, two capital letters",
        "SERIAL_NUMBER, a_b, may not have",
    })
    void refusesValuesThatAnAttributeCannotHave(SubjectAttribute attribute, String value, String reason) {
        assertThat(refusal(profile(attribute, value, List.of(), List.of(), List.of())))
                .contains(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "dns:a_b.example.com, no host name",
        "dns:-a.example.com, no host name",
        "dns:*.example.com, no host name",
        "uri:no-scheme, no absolute URI",
        "uri:http://a b, no absolute URI",
        "email:nobody, no e-mail address"
    })
    void refusesAlternativeNamesThatAreNone(String name, String reason) {
        assertThat(refusal(profile(SubjectAttribute.CN, "x", List.of(name), List.of(), List.of())))
                .contains(reason);
    }

    @Test
    void cutsNoCharacterInTwoInWhatItSays() {
        String longName = "x" + "\ud83d\ude80".repeat(100);
        assertThat(refusal(profile(SubjectAttribute.CN, longName, List.of(), List.of(), List.of())))
                .contains("x\ud83d\ude80", "…")
                .matches(
                        text -> text.equals(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)));
    }

    @Test
    void refusesMoreNamesThanFit() {
        assertThat(refusal(
                        profile(SubjectAttribute.OU, "${tags}", List.of(), List.of(), List.of()),
                        "a",
                        "b",
                        "c",
                        "d",
                        "e",
                        "f",
                        "g",
                        "h",
                        "i",
                        "j",
                        "k"))
                .contains("11 names", "at most 10");
    }

    @Test
    void holdsPoliciesAgainstTheNamesThatWereMade() {
        List<String> names = List.of("dns:${tags}.devices.example.com");
        CertificateProfile profile = profile(
                SubjectAttribute.CN, "${uuid}", names, List.of("dns:*.devices.EXAMPLE.com"), List.of("dns:root.*"));
        assertThat(content(profile, "m1").alternatives()).hasSize(1);
        assertThat(refusal(profile, "Root")).contains("dns:Root.devices.example.com", "is denied by dns:root.*");
        assertThat(refusal(profile(SubjectAttribute.CN, "x", List.of("dns:a.com"), List.of("dns:b.com"), List.of())))
                .contains("\"dns:a.com\" is not among the allowed ones: dns:b.com");
        assertThat(refusal(profile(SubjectAttribute.CN, "${tags}", List.of(), List.of("cn:meter-*"), List.of()), "x"))
                .contains("cn:x");
    }

    @ParameterizedTest
    @CsvSource({
        "${uid}, did you mean uuid?",
        "${nothing at all}, 'known: uuid, imei, deviceType, tags, team'",
        "${uuid, without the }",
        "' ', must not be empty"
    })
    void namesWhatIsWrongWithATemplate(String template, String problem) {
        assertThat(new NameTemplate(template).problem())
                .hasValueSatisfying(told -> assertThat(told).contains(problem));
    }

    @Test
    void takesTextsThatOnlyLookLikeTemplates() {
        assertThat(new NameTemplate("5 $ {uuid} $uuid").problem()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "clientAuth, true",
        "1.3.6.1.4.1.311.20.2.2, true",
        "1.3.6.1.5.5.7.3.9, false",
        "2.5.29.37.0, false",
        "OCSPSigning, false",
        "1.3, false",
        "1.99.1.1, false",
        "3.1.1.1, false",
        "1.3.06.1, false"
    })
    void letsADeviceHaveOnlyPurposesOfADevice(String purpose, boolean allowed) {
        assertThat(KeyPurpose.parse(purpose).isPresent()).isEqualTo(allowed);
    }

    @Test
    void takesNoAuthorityThatIsOverOrNotYetInForce() {
        AuthorityMint mint = new AuthorityMint(new SeededIds(1));
        assertThat(ImportRules.chainProblem(
                        mint.mint(NOW.minus(AuthorityMint.LIFE)).chain(), NOW))
                .hasValueSatisfying(problem -> assertThat(problem).contains("ended at"));
        assertThat(ImportRules.chainProblem(
                        mint.mint(NOW.plus(Duration.ofDays(3))).chain(), NOW))
                .hasValueSatisfying(problem -> assertThat(problem).contains("begins only at"));
        assertThat(ImportRules.chainProblem(mint.mint(NOW).chain(), NOW)).isEmpty();
    }

    @Test
    void putsAChainInOrder() {
        AuthorityMint mint = new AuthorityMint(new SeededIds(1));
        List<X509CertificateHolder> chain = mint.mint(NOW).chain();
        assertThat(ImportRules.ordered(chain)).hasValue(chain);
        assertThat(ImportRules.ordered(List.of(chain.getLast(), chain.getFirst())))
                .isEmpty();
        assertThat(ImportRules.ordered(
                        List.of(chain.getFirst(), mint.mint(NOW).chain().getLast())))
                .isEmpty();
    }
}
