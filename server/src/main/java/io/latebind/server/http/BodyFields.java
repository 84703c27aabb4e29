package io.latebind.server.http;

import io.latebind.server.kernel.FieldProblem;
import io.latebind.server.kernel.NearestName;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Refusal;
import io.latebind.server.kernel.RefusalCode;
import io.latebind.server.kernel.ShownText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the fields of a JSON object and collects what is wrong with them, all at once; {@link #accept} gives the result or the
 * refusal. A field that nobody asked for is refused with the nearest name that was. Texts are never quoted: they may be secrets.
 *
 * <p>A field that is {@code null} counts as absent. Where a required field is missing or bad, a stand-in is given back, which
 * {@link #accept} keeps from being used.
 */
public final class BodyFields {
    private static final int MAX_SHOWN_CHARACTERS = 80;

    private final ObjectNode object;
    private final String pointer;
    private final List<FieldProblem> problems;
    private final List<BodyFields> parts;
    private final Set<String> known = new LinkedHashSet<>();

    BodyFields(ObjectNode object) {
        this(object, "", new ArrayList<>(), new ArrayList<>());
    }

    private BodyFields(ObjectNode object, String pointer, List<FieldProblem> problems, List<BodyFields> parts) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
        this.parts = parts;
        parts.add(this);
    }

    /** Never blank. */
    public String requireText(String name) {
        Optional<String> text = optionalText(name);
        if (text.isEmpty() && value(name).isEmpty()) {
            missing(name);
        }
        text.filter(String::isBlank).ifPresent(_ -> problem(name, pointer(name) + " must not be empty."));
        return text.orElse("");
    }

    public Optional<String> optionalText(String name) {
        return value(name).flatMap(value -> text(name, value));
    }

    private Optional<String> text(String field, JsonNode value) {
        if (!value.isString()) {
            problem(field, pointer(field) + " must be a text; it is " + kind(value) + ".");
            return Optional.empty();
        }
        if (value.stringValue().indexOf(0) >= 0) {
            problem(field, pointer(field) + " holds U+0000, which cannot be stored; leave it out.");
            return Optional.empty();
        }
        return Optional.of(value.stringValue());
    }

    /** A whole number from {@code min} to {@code max}. */
    public long requireInteger(String name, long min, long max) {
        Optional<Long> number = optionalInteger(name, min, max);
        if (number.isEmpty() && value(name).isEmpty()) {
            missing(name);
        }
        return number.orElse(min);
    }

    public Optional<Long> optionalInteger(String name, long min, long max) {
        Optional<JsonNode> given = value(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        JsonNode value = given.get();
        String wanted = pointer(name) + " must be a whole number from " + min + " to " + max;
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= min
                && value.longValue() <= max) {
            return Optional.of(value.longValue());
        }
        problem(name, wanted + "; it is " + (value.isContainer() ? kind(value) : shownValue(value)) + ".");
        return Optional.empty();
    }

    /** Only where no secret can be meant: numbers are none. */
    private static String shownValue(JsonNode value) {
        return shown(value.isString() ? '"' + value.stringValue() + '"' : value.asString());
    }

    /** A text, or a whole number as a text. */
    public Optional<String> optionalTextOrInteger(String name) {
        return value(name)
                .filter(JsonNode::isIntegralNumber)
                .map(JsonNode::asString)
                .or(() -> optionalText(name));
    }

    public Optional<Boolean> optionalBoolean(String name) {
        Optional<JsonNode> given = value(name);
        if (given.filter(value -> !value.isBoolean()).isPresent()) {
            problem(name, pointer(name) + " must be true or false; it is " + kind(given.get()) + ".");
            return Optional.empty();
        }
        return given.map(JsonNode::booleanValue);
    }

    /** Empty when the field is absent. */
    public Optional<List<String>> optionalTextList(String name) {
        Optional<JsonNode> given = value(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (!given.get().isArray()) {
            problem(name, pointer(name) + " must be a list of texts; it is " + kind(given.get()) + ".");
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        int index = 0;
        for (JsonNode element : given.get()) {
            text(name + "/" + index, element).ifPresent(texts::add);
            index++;
        }
        return Optional.of(List.copyOf(texts));
    }

    /** The object at {@code name}, to be read in its turn; its problems are collected here. */
    public Optional<BodyFields> requireObject(String name) {
        Optional<JsonNode> given = value(name);
        if (given.isEmpty()) {
            missing(name);
            return Optional.empty();
        }
        if (given.get() instanceof ObjectNode child) {
            return Optional.of(new BodyFields(child, pointer(name), problems, parts));
        }
        problem(name, pointer(name) + " must be an object, in braces; it is " + kind(given.get()) + ".");
        return Optional.empty();
    }

    /** The objects of a list, to be read in their turn; their problems are collected here. Empty when the field is absent. */
    public Optional<List<BodyFields>> optionalObjectList(String name) {
        return objects(name, false);
    }

    /**
     * The objects of the list at {@code name}, whose problems are not collected here: each has an {@link #accept} of its own, for lists
     * whose good elements are to be taken in spite of bad ones.
     */
    public Optional<List<BodyFields>> objectsApart(String name) {
        if (value(name).isEmpty()) {
            missing(name);
        }
        return objects(name, true);
    }

    private Optional<List<BodyFields>> objects(String name, boolean apart) {
        Optional<JsonNode> given = value(name);
        if (given.isEmpty()) {
            return Optional.empty();
        }
        if (!given.get().isArray()) {
            problem(name, pointer(name) + " must be a list of objects; it is " + kind(given.get()) + ".");
            return Optional.empty();
        }
        List<BodyFields> objects = new ArrayList<>();
        int index = 0;
        for (JsonNode element : given.get()) {
            String place = name + "/" + index;
            if (element instanceof ObjectNode child) {
                objects.add(new BodyFields(
                        child,
                        pointer(place),
                        apart ? new ArrayList<>() : problems,
                        apart ? new ArrayList<>() : parts));
            } else {
                problem(place, pointer(place) + " must be an object, in braces; it is " + kind(element) + ".");
            }
            index++;
        }
        return Optional.of(List.copyOf(objects));
    }

    /** The whole object as pairs of texts, in their order, whatever their names. */
    public Map<String, String> textPairs() {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String name : names()) {
            known.add(name);
            if (name.indexOf(0) >= 0) {
                problem("", "A name in " + (pointer.isEmpty() ? "the body" : pointer) + " holds U+0000; leave it out.");
            } else {
                text(escaped(name), object.get(name)).ifPresent(text -> pairs.put(name, text));
            }
        }
        return pairs;
    }

    /** Whether the field is there; null counts as absent. */
    public boolean has(String name) {
        return value(name).isPresent();
    }

    /** All names there are, in their order. */
    public List<String> names() {
        return List.copyOf(object.propertyNames());
    }

    /** For what only the feature can tell. {@code detail} names field, reason and way out; never a secret. */
    public void problem(String name, String detail) {
        problems.add(new FieldProblem(name.isEmpty() ? pointer : pointer(name), detail));
    }

    /** A text that must be there, and may be empty. */
    public Optional<String> requireTextOrEmpty(String name) {
        if (value(name).isEmpty()) {
            missing(name);
            return Optional.empty();
        }
        return optionalText(name);
    }

    /** Names that a caller may use here, so that hints can name them. */
    public void knows(Collection<String> names) {
        known.addAll(names);
    }

    public boolean isObject(String name) {
        return object.get(name) instanceof ObjectNode;
    }

    public boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** The JSON pointer (RFC 6901) of a field here. */
    public String pointer(String name) {
        return pointer + "/" + name;
    }

    /** What {@code result} makes of the values read, or 400 with everything that is wrong. */
    public <T> Outcome<T> accept(Supplier<T> result) {
        List<FieldProblem> all = new ArrayList<>(problems);
        parts.forEach(part -> all.addAll(part.unknownFields()));
        return all.isEmpty()
                ? Outcome.done(result.get())
                : Outcome.refused(Refusal.ofFields(RefusalCode.BAD_FIELD, all));
    }

    private List<FieldProblem> unknownFields() {
        List<FieldProblem> unknown = new ArrayList<>();
        for (String name : names()) {
            if (!known.contains(name)) {
                String hint = NearestName.to(name, known)
                        .map(nearest -> "; did you mean " + nearest + "?")
                        .orElseGet(() ->
                                known.isEmpty() ? "; leave it out." : "; known: " + String.join(", ", known) + ".");
                unknown.add(new FieldProblem(
                        pointer(escaped(name)), "There is no field " + shown(pointer(escaped(name))) + hint));
            }
        }
        return unknown;
    }

    private static String shown(String text) {
        return ShownText.of(text, MAX_SHOWN_CHARACTERS);
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private Optional<JsonNode> value(String name) {
        known.add(name);
        return Optional.ofNullable(object.get(name)).filter(value -> !value.isNull());
    }

    private void missing(String name) {
        problem(name, pointer(name) + " is missing.");
    }

    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case STRING -> "a text";
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "of another kind";
        };
    }
}
