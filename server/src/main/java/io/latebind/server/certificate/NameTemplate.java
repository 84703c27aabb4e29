package io.latebind.server.certificate;

import java.util.Optional;

/** The value of a name with {@code ${…}} in it. */
public record NameTemplate(String text) {
    /** What is wrong with it, to complete a sentence that begins with its place; empty for a good one. */
    public Optional<String> problem() {
        return TemplateRules.problem(this);
    }

    @Override
    public String toString() {
        return text;
    }
}
