package io.latebind.server.certificate;

import io.latebind.server.kernel.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Fills facts into templates. What is filled in is one value and stays one, whatever it holds. Pure. */
final class TemplateRules {
    static final int MAX_CHARACTERS = 255;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)(}?)");

    private TemplateRules() {}

    /** What is wrong with a template; empty for a good one. */
    static Optional<String> problem(NameTemplate template) {
        if (template.text().isBlank()) {
            return Optional.of("must not be empty");
        }
        if (template.text().length() > MAX_CHARACTERS) {
            return Optional.of(
                    "has " + template.text().length() + " characters; at most " + MAX_CHARACTERS + " are allowed");
        }
        if (template.text().codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("holds a control character; leave it out");
        }
        return VARIABLE.matcher(template.text())
                .results()
                .map(TemplateRules::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> problem(MatchResult variable) {
        String name = variable.group(1);
        if (variable.group(2).isEmpty()) {
            return Optional.of("has ${ without the } behind it");
        }
        if (TemplateVariable.parse(name).isPresent()) {
            return Optional.empty();
        }
        String known = String.join(", ", TemplateVariable.names());
        return Optional.of("names the variable \"" + name + "\", which does not exist"
                + NearestName.to(name, TemplateVariable.names())
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElse("; known: " + known));
    }

    /** The result of filling in. */
    sealed interface Filled {
        /** One value; one for each tag where the template names tags. */
        record Values(List<String> values) implements Filled {}

        /** The device has no such fact. */
        record Missing(TemplateVariable variable) implements Filled {}
    }

    static Filled fill(NameTemplate template, TemplateFacts facts) {
        Set<TemplateVariable> named = named(template);
        if (named.contains(TemplateVariable.IMEI) && facts.device().imei().isEmpty()) {
            return new Filled.Missing(TemplateVariable.IMEI);
        }
        List<String> tags =
                named.contains(TemplateVariable.TAGS) ? facts.device().tags() : List.of("");
        return new Filled.Values(
                tags.stream().map(tag -> filled(template, facts, tag)).toList());
    }

    static Set<TemplateVariable> named(NameTemplate template) {
        return VARIABLE.matcher(template.text())
                .results()
                .map(match -> TemplateVariable.parse(match.group(1)))
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private static String filled(NameTemplate template, TemplateFacts facts, String tag) {
        // in one pass: what a fact holds is never looked at again
        return VARIABLE.matcher(template.text())
                .replaceAll(match -> Matcher.quoteReplacement(TemplateVariable.parse(match.group(1))
                        .map(variable -> value(variable, facts, tag))
                        .orElse(match.group())));
    }

    private static String value(TemplateVariable variable, TemplateFacts facts, String tag) {
        return switch (variable) {
            case UUID -> facts.device().uuid().toString();
            case IMEI -> facts.device().imei().orElse("");
            case DEVICE_TYPE -> facts.device().deviceType();
            case TAGS -> tag;
            case TEAM -> facts.teamName();
        };
    }
}
