package io.latebind.server.certificate.store;

import io.latebind.server.certificate.AlternativeKind;
import io.latebind.server.certificate.CertificateProfile;
import io.latebind.server.certificate.CertificateProfile.AlternativeTemplate;
import io.latebind.server.certificate.CertificateProfile.Budget;
import io.latebind.server.certificate.CertificateProfile.SubjectTemplate;
import io.latebind.server.certificate.KeyPurpose;
import io.latebind.server.certificate.LeafKeyUsage;
import io.latebind.server.certificate.NamePattern;
import io.latebind.server.certificate.NameTemplate;
import io.latebind.server.certificate.ProfileId;
import io.latebind.server.certificate.SubjectAttribute;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The content of a profile as it is stored. Reads only what it wrote itself. */
final class ProfileJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ProfileJson() {}

    static String write(CertificateProfile profile) {
        ObjectNode content = JSON.createObjectNode();
        ArrayNode subject = content.putArray("subject");
        profile.subject()
                .forEach(part -> subject.addObject()
                        .put("attribute", part.attribute().name())
                        .put("value", part.value().text()));
        ArrayNode alternatives = content.putArray("alternatives");
        profile.alternatives()
                .forEach(name -> alternatives
                        .addObject()
                        .put("kind", name.kind().name())
                        .put("value", name.value().text()));
        texts(
                content.putArray("keyUsage"),
                profile.keyUsage().stream().sorted().map(LeafKeyUsage::name).toList());
        texts(
                content.putArray("purposes"),
                profile.purposes().stream().map(KeyPurpose::oid).toList());
        content.put("validitySeconds", profile.validity().toSeconds());
        texts(
                content.putArray("allowed"),
                profile.allowed().stream().map(NamePattern::toString).toList());
        texts(
                content.putArray("denied"),
                profile.denied().stream().map(NamePattern::toString).toList());
        profile.deviceBudget().ifPresent(budget -> put(content.putObject("deviceBudget"), budget));
        profile.ruleBudget().ifPresent(budget -> put(content.putObject("ruleBudget"), budget));
        return content.toString();
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static void put(ObjectNode object, Budget budget) {
        object.put("certificates", budget.certificates())
                .put("periodSeconds", budget.period().toSeconds());
    }

    static CertificateProfile read(ProfileId id, String name, String json, Instant createdAt, Instant updatedAt) {
        JsonNode content = JSON.readTree(json);
        return new CertificateProfile(
                id,
                name,
                list(
                        content.get("subject"),
                        part -> new SubjectTemplate(
                                SubjectAttribute.valueOf(part.get("attribute").stringValue()),
                                new NameTemplate(part.get("value").stringValue()))),
                list(
                        content.get("alternatives"),
                        part -> new AlternativeTemplate(
                                AlternativeKind.valueOf(part.get("kind").stringValue()),
                                new NameTemplate(part.get("value").stringValue()))),
                list(content.get("keyUsage"), part -> LeafKeyUsage.valueOf(part.stringValue())).stream()
                        .collect(Collectors.toSet()),
                list(
                        content.get("purposes"),
                        part -> KeyPurpose.parse(part.stringValue()).orElseThrow()),
                Duration.ofSeconds(content.get("validitySeconds").longValue()),
                list(
                        content.get("allowed"),
                        part -> NamePattern.parse(part.stringValue()).orElseThrow()),
                list(
                        content.get("denied"),
                        part -> NamePattern.parse(part.stringValue()).orElseThrow()),
                budget(content.get("deviceBudget")),
                budget(content.get("ruleBudget")),
                createdAt,
                updatedAt);
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> reader) {
        return array.valueStream().map(reader).toList();
    }

    private static Optional<Budget> budget(@Nullable JsonNode budget) {
        return Optional.ofNullable(budget)
                .map(there -> new Budget(
                        there.get("certificates").intValue(),
                        Duration.ofSeconds(there.get("periodSeconds").longValue())));
    }
}
