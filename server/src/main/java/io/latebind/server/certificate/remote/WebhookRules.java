package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.certificate.CertificateContent;
import io.latebind.server.certificate.DeviceFacts;
import io.latebind.server.certificate.KeyPurpose;
import io.latebind.server.certificate.LeafKeyUsage;
import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.SigningOrder;
import io.latebind.server.event.webhook.SignatureRules;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a team's own signer is asked, and how its answer is read (docs/certificates.md). Pure. */
final class WebhookRules {
    static final String REQUEST = "certificate.request";
    static final String TEST = "certificate.test";

    private static final JsonMapper JSON = JsonMapper.shared();

    private WebhookRules() {}

    /** @param secret of {@link SignatureRules} */
    static SignerCall request(SignerSettings.Webhook settings, SigningOrder order, Secret secret, Instant now) {
        ObjectNode body = JSON.createObjectNode()
                .put("type", REQUEST)
                .put("idempotencyKey", order.attempt().text())
                .put("teamId", order.authority().team().toString())
                .put("authority", order.authority().name())
                .put("csr", PemBlock.of("CERTIFICATE REQUEST", order.request().der()));
        device(body.putObject("device"), order.device());
        certificate(body.putObject("certificate"), order);
        return call(settings, secret, order.attempt().text(), body, now);
    }

    /** @param id different for each */
    static SignerCall test(
            SignerSettings.Webhook settings, CertificateAuthority authority, String id, Secret secret, Instant now) {
        ObjectNode body = JSON.createObjectNode()
                .put("type", TEST)
                .put("idempotencyKey", id)
                .put("teamId", authority.team().toString())
                .put("authority", authority.name());
        return call(settings, secret, id, body, now);
    }

    private static SignerCall call(
            SignerSettings.Webhook settings, Secret secret, String key, ObjectNode json, Instant now) {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        // what is signed has its parts between full stops
        String id = key.replace('.', '-');
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("accept", "application/json");
        headers.put("user-agent", "Latebind-Signer");
        headers.put("idempotency-key", key);
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        headers.put("webhook-signature", SignatureRules.header(List.of(secret), id, now, body));
        return new SignerCall(settings.url(), headers, Optional.of(body), settings.roots(), Optional.empty());
    }

    private static void device(ObjectNode json, DeviceFacts device) {
        json.put("id", device.uuid().toString())
                .put("type", device.deviceType())
                .put("registered", device.registered());
        device.imei().ifPresent(imei -> json.put("imei", imei));
        device.rule().map(RuleId::toString).ifPresent(rule -> json.put("ruleId", rule));
        var tags = json.putArray("tags");
        device.tags().forEach(tags::add);
    }

    private static void certificate(ObjectNode json, SigningOrder order) {
        CertificateContent content = order.content();
        var subject = json.putArray("subject");
        content.subject()
                .forEach(part -> subject.addObject()
                        .put("attribute", part.attribute().shown())
                        .put("value", part.value()));
        var names = json.putArray("subjectAlternativeNames");
        content.alternatives().forEach(name -> names.add(name.toString()));
        var usage = json.putArray("keyUsage");
        content.keyUsage().stream().sorted().map(LeafKeyUsage::shown).forEach(usage::add);
        var purposes = json.putArray("extendedKeyUsage");
        content.purposes().stream().map(KeyPurpose::shown).forEach(purposes::add);
        json.put("notBefore", order.validity().notBefore().toString());
        json.put("notAfter", order.validity().notAfter().toString());
    }

    /** 200 with {@code certificate} is one, 400, 403 and 422 with {@code reason} is a refusal, all else may pass. */
    static SignerSaid read(SignerReply reply, Instant now) {
        return switch (reply) {
            case SignerReply.Failed failed -> ReplyRules.failed(failed);
            case SignerReply.Answered answered when answered.status() == 200 -> certificates(answered);
            case SignerReply.Answered answered
            when ReplyRules.isFinal(answered.status()) ->
                text(answered, "reason")
                        .map(ReplyRules::shown)
                        .filter(reason -> !reason.isEmpty())
                        .<SignerSaid>map(SignerSaid.No::new)
                        .orElseGet(() -> ReplyRules.later(answered, now));
            case SignerReply.Answered answered -> ReplyRules.later(answered, now);
        };
    }

    private static SignerSaid certificates(SignerReply.Answered answered) {
        return text(answered, "certificate")
                .flatMap(CertificateTexts::pem)
                .<SignerSaid>map(SignerSaid.Certificates::new)
                .orElseGet(() -> ReplyRules.unreadable(
                        answered,
                        "not with JSON that holds PEM certificates, at most " + CertificateTexts.MOST
                                + ", in \"certificate\""));
    }

    private static Optional<String> text(SignerReply.Answered answered, String field) {
        if (!answered.whole()) {
            return Optional.empty();
        }
        try {
            JsonNode value = JSON.readTree(answered.text()).path(field);
            return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
