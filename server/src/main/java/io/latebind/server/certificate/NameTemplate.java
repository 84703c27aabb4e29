package io.latebind.server.certificate;

/** The value of a name with {@code ${…}} in it, checked by {@link TemplateRules#problem}. */
public record NameTemplate(String text) {
    @Override
    public String toString() {
        return text;
    }
}
