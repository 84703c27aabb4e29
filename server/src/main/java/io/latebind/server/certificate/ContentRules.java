package io.latebind.server.certificate;

import io.latebind.server.certificate.CertificateContent.AlternativeName;
import io.latebind.server.certificate.CertificateContent.SubjectPart;
import io.latebind.server.certificate.CertificateProfile.AlternativeTemplate;
import io.latebind.server.certificate.CertificateProfile.SubjectTemplate;
import io.latebind.server.certificate.TemplateRules.Filled;
import io.latebind.server.kernel.ShownText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a profile makes of a device: the names in its certificate, or why it gets none. Pure. */
final class ContentRules {
    /** More would not fit a modem. */
    static final int MAX_NAMES = 10;

    private static final int MAX_ALTERNATIVE_CHARACTERS = 255;
    private static final int MAX_SHOWN_CHARACTERS = 64;
    private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9 '()+,./:=?-]*");
    /** RFC 1034 in the reading of RFC 5280, 4.2.1.6; no wildcards: a device is one host. */
    private static final Pattern DNS = Pattern.compile(
            "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

    private static final Pattern EMAIL = Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(.+)");

    private ContentRules() {}

    /** What is judged. */
    sealed interface Judged {
        record Good(CertificateContent content) implements Judged {}

        /** @param reason names the profile, the name and the way out */
        record Bad(String reason) implements Judged {}
    }

    static Judged judge(CertificateProfile profile, TemplateFacts facts) {
        List<SubjectPart> subject = new ArrayList<>();
        for (SubjectTemplate template : profile.subject()) {
            String place = template.attribute().shown();
            switch (TemplateRules.fill(template.value(), facts)) {
                case Filled.Missing(TemplateVariable variable) -> {
                    return missing(profile, place, variable);
                }
                case Filled.Values(List<String> values) ->
                    values.forEach(value -> subject.add(new SubjectPart(template.attribute(), value)));
            }
        }
        List<AlternativeName> alternatives = new ArrayList<>();
        for (AlternativeTemplate template : profile.alternatives()) {
            switch (TemplateRules.fill(template.value(), facts)) {
                case Filled.Missing(TemplateVariable variable) -> {
                    return missing(profile, template.kind().shown(), variable);
                }
                case Filled.Values(List<String> values) ->
                    values.forEach(value -> alternatives.add(new AlternativeName(template.kind(), value)));
            }
        }
        return subjectProblem(subject)
                .or(() -> alternativesProblem(alternatives))
                .or(() -> tooMany(subject, alternatives))
                .or(() -> policyProblem(profile, subject, alternatives))
                .<Judged>map(problem -> bad(profile, problem))
                .orElseGet(() -> new Judged.Good(
                        new CertificateContent(subject, alternatives, profile.keyUsage(), profile.purposes())));
    }

    private static Judged missing(CertificateProfile profile, String place, TemplateVariable variable) {
        return bad(
                profile,
                place + " needs ${" + variable.shown()
                        + "}, and nobody has told this device's; import it with the identity"
                        + " registry, or use another profile");
    }

    private static Judged bad(CertificateProfile profile, String problem) {
        return new Judged.Bad(
                "the certificate profile " + profile.name() + " makes no certificate of this device: " + problem);
    }

    private static Optional<String> subjectProblem(List<SubjectPart> subject) {
        for (SubjectPart part : subject) {
            String shown = part.attribute().shown() + " would be \"" + shown(part.value()) + "\"";
            int length = part.value().codePointCount(0, part.value().length());
            if (part.value().isBlank()) {
                return Optional.of(part.attribute().shown() + " would be empty");
            }
            if (part.value().codePoints().anyMatch(Character::isISOControl) || !wellFormed(part.value())) {
                return Optional.of(shown + ", which holds a character that no name may have");
            }
            if (length > part.attribute().maxCharacters()) {
                return Optional.of(shown + " with " + length + " characters; at most "
                        + part.attribute().maxCharacters() + " are allowed");
            }
            if (part.attribute().printableOnly()
                    && !PRINTABLE.matcher(part.value()).matches()) {
                return Optional.of(shown + ", which holds a character that this attribute may not have");
            }
            if (part.attribute() == SubjectAttribute.C && !part.value().matches("[A-Z]{2}")) {
                return Optional.of(shown + ", which is not a country's code of two capital letters");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> alternativesProblem(List<AlternativeName> alternatives) {
        return alternatives.stream()
                .filter(name -> name.value().length() > MAX_ALTERNATIVE_CHARACTERS || !isOne(name))
                .findFirst()
                .map(name -> "the alternative name would be \"" + shown(name.toString()) + "\", which is "
                        + switch (name.kind()) {
                            case DNS -> "no host name";
                            case URI -> "no absolute URI";
                            case EMAIL -> "no e-mail address";
                        });
    }

    private static boolean isOne(AlternativeName name) {
        String value = name.value();
        return switch (name.kind()) {
            case DNS -> isHost(value);
            case EMAIL -> EMAIL.matcher(value).matches() && isHost(value.substring(value.indexOf('@') + 1));
            case URI -> isAbsoluteUri(value);
        };
    }

    private static boolean isHost(String value) {
        return value.length() <= 253 && DNS.matcher(value).matches();
    }

    private static boolean isAbsoluteUri(String value) {
        try {
            return value.chars().allMatch(c -> c > ' ' && c < 0x7f) && new URI(value).isAbsolute();
        } catch (URISyntaxException none) {
            return false;
        }
    }

    /** Halves of surrogate pairs have no UTF-8. */
    private static boolean wellFormed(String value) {
        return value.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE);
    }

    private static Optional<String> tooMany(List<SubjectPart> subject, List<AlternativeName> alternatives) {
        int names = subject.size() + alternatives.size();
        if (names > MAX_NAMES) {
            return Optional.of("it would have " + names + " names; at most " + MAX_NAMES + " are allowed");
        }
        return subject.isEmpty() ? Optional.of("its subject would be empty") : Optional.empty();
    }

    private static Optional<String> policyProblem(
            CertificateProfile profile, List<SubjectPart> subject, List<AlternativeName> alternatives) {
        for (SubjectPart part : subject) {
            Optional<String> problem =
                    policyProblem(profile, part.attribute().shown().toLowerCase(Locale.ROOT), part.value());
            if (problem.isPresent()) {
                return problem;
            }
        }
        return alternatives.stream()
                .map(name -> policyProblem(profile, name.kind().shown(), name.value()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> policyProblem(CertificateProfile profile, String kind, String value) {
        String name = "the name \"" + shown(kind + ":" + value) + "\"";
        Optional<NamePattern> denying = profile.denied().stream()
                .filter(pattern -> pattern.kind().equals(kind) && pattern.matches(value))
                .findFirst();
        if (denying.isPresent()) {
            return Optional.of(name + " is denied by " + denying.get());
        }
        List<NamePattern> allowing = profile.allowed().stream()
                .filter(pattern -> pattern.kind().equals(kind))
                .toList();
        return allowing.isEmpty() || allowing.stream().anyMatch(pattern -> pattern.matches(value))
                ? Optional.empty()
                : Optional.of(name + " is not among the allowed ones: "
                        + String.join(
                                ", ",
                                allowing.stream().map(NamePattern::toString).toList()));
    }

    private static String shown(String text) {
        return ShownText.of(text, MAX_SHOWN_CHARACTERS);
    }
}
