package io.latebind.server.certificate.api;

import io.latebind.server.certificate.AlternativeKind;
import io.latebind.server.certificate.CertificateProfile;
import io.latebind.server.certificate.CertificateProfile.AlternativeTemplate;
import io.latebind.server.certificate.CertificateProfile.Budget;
import io.latebind.server.certificate.CertificateProfile.SubjectTemplate;
import io.latebind.server.certificate.KeyPurpose;
import io.latebind.server.certificate.LeafKeyUsage;
import io.latebind.server.certificate.NamePattern;
import io.latebind.server.certificate.NameTemplate;
import io.latebind.server.certificate.ProfileDraft;
import io.latebind.server.certificate.ProfileEdit;
import io.latebind.server.certificate.ProfileEdit.BudgetChange;
import io.latebind.server.certificate.SubjectAttribute;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.JsonBody;
import io.latebind.server.kernel.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The bodies that make and change a profile. */
final class ProfileBody {
    private static final int MAX_DAYS = 36_500;
    private static final int MAX_CERTIFICATES = 1_000_000;
    private static final int MAX_PATTERNS = 50;
    private static final int MAX_TEMPLATES = 10;
    private static final int MAX_PURPOSES = 8;

    private ProfileBody() {}

    /** A new profile; what it does not say is as in the built-in one. Refused with every bad field at once (BAD_FIELD). */
    static Outcome<ProfileDraft> draft(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            String name = NameField.require(body);
            return edit(body, Optional.of(name)).map(edit -> edit.on(CertificateProfile.builtIn()));
        });
    }

    /** Refused with every bad field at once (BAD_FIELD). */
    static Outcome<ProfileEdit> edit(HttpCall call) {
        return JsonBody.fields(call).then(body -> edit(body, NameField.optional(body)));
    }

    private static Outcome<ProfileEdit> edit(BodyFields body, Optional<String> name) {
        Optional<List<SubjectTemplate>> subject = subject(body);
        Optional<List<AlternativeTemplate>> alternatives = list(
                body,
                "subjectAlternativeNames",
                MAX_TEMPLATES,
                "dns:, uri: or email: and a template",
                text -> alternative(body, text));
        Optional<Set<LeafKeyUsage>> keyUsage = list(
                        body,
                        "keyUsage",
                        LeafKeyUsage.values().length,
                        "one of "
                                + Arrays.stream(LeafKeyUsage.values())
                                        .map(LeafKeyUsage::shown)
                                        .collect(Collectors.joining(", "))
                                + "; a device is no authority",
                        LeafKeyUsage::parse)
                .map(LinkedHashSet::new);
        Optional<List<KeyPurpose>> purposes = list(
                body,
                "extendedKeyUsage",
                MAX_PURPOSES,
                "clientAuth, serverAuth, emailProtection or an object identifier in dots, but not that of OCSP signing or of any"
                        + " usage",
                KeyPurpose::parse);
        Optional<Duration> validity =
                body.optionalInteger("validityDays", 1, MAX_DAYS).map(Duration::ofDays);
        Optional<List<NamePattern>> allowed = patterns(body, "allowedNames");
        Optional<List<NamePattern>> denied = patterns(body, "deniedNames");
        Optional<BudgetChange> deviceBudget = budget(body, "deviceBudget");
        Optional<BudgetChange> ruleBudget = budget(body, "ruleBudget");
        return body.accept(() -> new ProfileEdit(
                name,
                subject,
                alternatives,
                keyUsage,
                purposes.map(found -> found.stream().distinct().toList()),
                validity,
                allowed,
                denied,
                deviceBudget,
                ruleBudget));
    }

    private static Optional<List<SubjectTemplate>> subject(BodyFields body) {
        if (!body.has("subject")) {
            return Optional.empty();
        }
        List<SubjectTemplate> subject = new ArrayList<>();
        body.requireObject("subject").ifPresent(fields -> {
            fields.textPairs().forEach((name, value) -> {
                Optional<SubjectAttribute> attribute = SubjectAttribute.parse(name);
                if (attribute.isEmpty()) {
                    fields.problem(
                            "",
                            "/subject can name "
                                    + Arrays.stream(SubjectAttribute.values())
                                            .map(SubjectAttribute::shown)
                                            .collect(Collectors.joining(", "))
                                    + " alone.");
                }
                NameTemplate template = new NameTemplate(value);
                template.problem()
                        .ifPresent(problem -> fields.problem(
                                attribute.map(SubjectAttribute::shown).orElse(""),
                                fields.pointer("") + " " + problem + "."));
                attribute.ifPresent(found -> subject.add(new SubjectTemplate(found, template)));
            });
            if (subject.isEmpty() && !body.hasProblems()) {
                body.problem("subject", "/subject must not be empty; {\"CN\": \"${uuid}\"} is the default.");
            }
        });
        return Optional.of(subject);
    }

    private static Optional<AlternativeTemplate> alternative(BodyFields body, String text) {
        int colon = text.indexOf(':');
        Optional<AlternativeKind> kind = colon < 0 ? Optional.empty() : AlternativeKind.parse(text.substring(0, colon));
        return kind.map(found -> {
            NameTemplate template = new NameTemplate(text.substring(colon + 1));
            template.problem()
                    .ifPresent(problem -> body.problem(
                            "subjectAlternativeNames", "A name in /subjectAlternativeNames " + problem + "."));
            return new AlternativeTemplate(found, template);
        });
    }

    private static Optional<List<NamePattern>> patterns(BodyFields body, String field) {
        return list(
                body,
                field,
                MAX_PATTERNS,
                "a kind and a pattern, like dns:*.devices.example.com; kinds are "
                        + String.join(", ", NamePattern.kinds()),
                NamePattern::parse);
    }

    private static <T> Optional<List<T>> list(
            BodyFields body, String field, int most, String wanted, Function<String, Optional<T>> parser) {
        return body.optionalTextList(field).map(texts -> {
            if (texts.size() > most) {
                body.problem(
                        field, "/" + field + " has " + texts.size() + " entries; at most " + most + " are allowed.");
                return List.of();
            }
            List<T> values = new ArrayList<>();
            for (int i = 0; i < texts.size(); i++) {
                Optional<T> value = parser.apply(texts.get(i));
                if (value.isEmpty()) {
                    body.problem(field + "/" + i, "/" + field + "/" + i + " must be " + wanted + ".");
                }
                value.ifPresent(values::add);
            }
            return values;
        });
    }

    /** Of no certificates: no budget. */
    private static Optional<BudgetChange> budget(BodyFields body, String field) {
        if (!body.has(field)) {
            return Optional.empty();
        }
        return body.requireObject(field).map(fields -> {
            long certificates = fields.requireInteger("certificates", 0, MAX_CERTIFICATES);
            long days = fields.optionalInteger("days", 1, MAX_DAYS).orElse(1L);
            Budget budget = new Budget((int) certificates, Duration.ofDays(days));
            return new BudgetChange(certificates == 0 ? Optional.empty() : Optional.of(budget));
        });
    }
}
