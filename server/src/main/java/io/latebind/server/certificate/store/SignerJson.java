package io.latebind.server.certificate.store;

import io.latebind.server.certificate.PemBlock;
import io.latebind.server.certificate.remote.SignerSettings;
import io.latebind.server.certificate.remote.SignerSettings.Login;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The settings of a signer as they are stored. Reads only what it wrote itself. */
final class SignerJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private SignerJson() {}

    static String write(SignerSettings settings) {
        ObjectNode json =
                JSON.createObjectNode().put("kind", settings.kind().name()).put("url", settings.url());
        put(json.putArray("roots"), settings.roots());
        if (settings instanceof SignerSettings.Est est) {
            est.label().ifPresent(label -> json.put("label", label));
            switch (est.login()) {
                case Login.Password(String user) -> json.put("user", user);
                case Login.ClientCertificate(var chain) -> put(json.putArray("client"), chain);
            }
        }
        return json.toString();
    }

    private static void put(ArrayNode array, List<X509CertificateHolder> certificates) {
        certificates.forEach(each -> array.add(Base64.getEncoder().encodeToString(PemBlock.der(each))));
    }

    static SignerSettings read(String text) {
        JsonNode json = JSON.readTree(text);
        String url = json.get("url").stringValue();
        List<X509CertificateHolder> roots = certificates(json.get("roots"));
        return switch (json.get("kind").stringValue()) {
            case "WEBHOOK" -> new SignerSettings.Webhook(url, roots);
            case "EST" ->
                new SignerSettings.Est(
                        url,
                        Optional.ofNullable(json.get("label")).map(JsonNode::stringValue),
                        roots,
                        Optional.ofNullable(json.get("client"))
                                .<Login>map(chain -> new Login.ClientCertificate(certificates(chain)))
                                .orElseGet(() ->
                                        new Login.Password(json.get("user").stringValue())));
            case String unknown -> throw new IllegalStateException("a signer of the kind " + unknown);
        };
    }

    private static List<X509CertificateHolder> certificates(JsonNode array) {
        return array.valueStream()
                .map(each -> PemBlock.read(Base64.getDecoder().decode(each.stringValue())))
                .toList();
    }
}
