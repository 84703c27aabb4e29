package io.latebind.server.certificate.api;

import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.AuthorityMaterial;
import io.latebind.server.certificate.ImportRules;
import io.latebind.server.certificate.remote.CertificateTexts;
import io.latebind.server.certificate.remote.ClientKeys;
import io.latebind.server.certificate.remote.SignerSettings.Login;
import io.latebind.server.certificate.remote.SignerWish;
import io.latebind.server.event.webhook.SignatureRules;
import io.latebind.server.http.BodyFields;
import io.latebind.server.kernel.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** The part of an authority's body that says where its signer is. Problems are collected in the body. */
final class SignerBody {
    private static final int MAX_CREDENTIAL_CHARACTERS = 256;
    private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9._~-]{1,64}");
    private static final List<String> OPERATIONS =
            List.of("cacerts", "simpleenroll", "simplereenroll", "fullcmc", "serverkeygen", "csrattrs");

    private SignerBody() {}

    /** What login and secret an EST body gives; both empty when it gives none. */
    private record Credentials(Optional<Login> login, Optional<Secret> secret) {
        static Credentials none() {
            return new Credentials(Optional.empty(), Optional.empty());
        }
    }

    /** The object for this kind; empty when it is absent, or bad. */
    static Optional<SignerWish> optional(BodyFields body, AuthorityKind kind) {
        return body.has(kind.shown()) ? require(body, kind) : Optional.empty();
    }

    static Optional<SignerWish> require(BodyFields body, AuthorityKind kind) {
        return body.requireObject(kind.shown())
                .map(fields -> kind == AuthorityKind.WEBHOOK ? webhook(fields) : est(fields));
    }

    private static SignerWish webhook(BodyFields fields) {
        Optional<Secret> secret = fields.optionalText("secret").map(Secret::new);
        if (secret.filter(text -> !SignatureRules.isSecret(text.reveal())).isPresent()) {
            fields.problem(
                    "secret",
                    fields.pointer("secret")
                            + " must be whsec_ and 24 to 64 bytes in base64; or leave it out, and one is made.");
        }
        return new SignerWish(
                AuthorityKind.WEBHOOK, https(fields), Optional.empty(), roots(fields), Optional.empty(), secret);
    }

    private static SignerWish est(BodyFields fields) {
        String url = https(fields);
        if (!isRoot(url)) {
            fields.problem(
                    "url",
                    fields.pointer("url")
                            + " must be https:// and a host alone; /.well-known/est is put behind it, with the label.");
        }
        Optional<String> label = fields.optionalText("label");
        if (label.filter(text -> !LABEL.matcher(text).matches() || OPERATIONS.contains(text))
                .isPresent()) {
            fields.problem(
                    "label",
                    fields.pointer("label")
                            + " must be 1 to 64 letters, digits, dots, dashes, tildes or underscores, and no"
                            + " operation of EST.");
        }
        List<X509CertificateHolder> roots = roots(fields);
        boolean publicTrust = fields.optionalBoolean("publicTrust").orElse(false);
        if (publicTrust == fields.has("caCertificates")) {
            fields.problem(
                    "caCertificates",
                    publicTrust
                            ? fields.pointer("caCertificates") + " and publicTrust exclude each other."
                            : fields.pointer("caCertificates")
                                    + " is missing: the PEM certificates under which the server's"
                                    + " must stand; or say publicTrust, to believe all public authorities.");
        }
        Credentials credentials = credentials(fields);
        return new SignerWish(AuthorityKind.EST, url, label, roots, credentials.login(), credentials.secret());
    }

    private static Credentials credentials(BodyFields fields) {
        Optional<String> user = fields.optionalText("username");
        Optional<String> password = fields.optionalText("password");
        if (fields.has("clientCertificate")) {
            if (fields.has("username") || fields.has("password")) {
                fields.problem(
                        "clientCertificate",
                        fields.pointer("clientCertificate")
                                + " takes the place of username and password; leave these out.");
            }
            return fields.requireObject("clientCertificate")
                    .map(SignerBody::clientCertificate)
                    .orElseGet(Credentials::none);
        }
        if (user.isEmpty() && password.isPresent()) {
            fields.problem("username", fields.pointer("username") + " is missing; it goes with the password.");
        }
        // a colon would end the name (RFC 7617, 2)
        user.filter(text -> text.isEmpty() || text.indexOf(':') >= 0 || !fits(text))
                .ifPresent(_ -> fields.problem(
                        "username",
                        fields.pointer("username") + " must be 1 to " + MAX_CREDENTIAL_CHARACTERS
                                + " characters without colons and control characters."));
        password.filter(text -> !fits(text))
                .ifPresent(_ -> fields.problem(
                        "password",
                        fields.pointer("password") + " must be at most " + MAX_CREDENTIAL_CHARACTERS
                                + " characters without control characters."));
        return new Credentials(user.map(Login.Password::new), password.map(Secret::new));
    }

    private static boolean fits(String text) {
        return text.length() <= MAX_CREDENTIAL_CHARACTERS
                && text.codePoints()
                        .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
    }

    private static Credentials clientCertificate(BodyFields fields) {
        Optional<String> chain = fields.optionalText("certificateChain");
        Optional<Secret> key = fields.optionalText("privateKey").map(Secret::new);
        Optional<Secret> password = fields.optionalText("password").map(Secret::new);
        Optional<Secret> pkcs12 = fields.optionalText("pkcs12").map(Secret::new);
        Optional<AuthorityMaterial> material = pkcs12.<AuthorityMaterial>map(
                        content -> new AuthorityMaterial.Pkcs12(content, password.orElseGet(() -> new Secret(""))))
                .or(() -> chain.flatMap(pem -> key.map(secret -> new AuthorityMaterial.Pem(pem, secret, password))));
        if (material.isEmpty() || (pkcs12.isPresent() && (chain.isPresent() || key.isPresent()))) {
            fields.problem(
                    "", fields.pointer("certificateChain") + " and privateKey in PEM, or pkcs12 alone, must be given.");
            return Credentials.none();
        }
        return switch (ClientKeys.read(material.get())) {
            case ClientKeys.Read.Bad(String field, String problem) -> {
                fields.problem(field, fields.pointer(field) + " " + problem + ".");
                yield Credentials.none();
            }
            case ClientKeys.Read.Good(var certificates, Secret secret) ->
                new Credentials(Optional.of(new Login.ClientCertificate(certificates)), Optional.of(secret));
        };
    }

    /** The certificates of which one must stand above what is signed; empty when the field is absent, or bad. */
    static Optional<List<X509CertificateHolder>> anchors(BodyFields body) {
        Optional<String> text = body.optionalText("certificateChain");
        Optional<List<X509CertificateHolder>> anchors = text.filter(pem -> !pem.isBlank())
                .flatMap(CertificateTexts::pem)
                .filter(all -> all.stream().allMatch(SignerBody::isAuthority))
                .flatMap(ImportRules::ordered);
        if (text.filter(pem -> !pem.isBlank()).isPresent() && anchors.isEmpty()) {
            body.problem(
                    "certificateChain",
                    "/certificateChain must be PEM certificates of authorities, at most " + CertificateTexts.MOST
                            + ": the one that issues first, and those above it.");
        }
        return text.map(_ -> anchors.orElseGet(List::of));
    }

    private static boolean isAuthority(X509CertificateHolder certificate) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
        return constraints != null && constraints.isCA();
    }

    private static List<X509CertificateHolder> roots(BodyFields fields) {
        Optional<String> text = fields.optionalText("caCertificates");
        Optional<List<X509CertificateHolder>> roots = text.flatMap(CertificateTexts::pem);
        if (text.isPresent() && roots.isEmpty()) {
            fields.problem(
                    "caCertificates",
                    fields.pointer("caCertificates") + " must be 1 to " + CertificateTexts.MOST
                            + " PEM certificates, each beginning with -----BEGIN CERTIFICATE-----.");
        }
        return roots.orElseGet(List::of);
    }

    private static String https(BodyFields fields) {
        String url = fields.requireText("url");
        if (!url.isBlank() && !url.regionMatches(true, 0, "https://", 0, "https://".length())) {
            fields.problem("url", fields.pointer("url") + " must begin with https://.");
        }
        return url;
    }

    private static boolean isRoot(String url) {
        try {
            URI uri = new URI(url);
            String path = Optional.ofNullable(uri.getRawPath()).orElse("");
            return (path.isEmpty() || path.equals("/")) && uri.getRawQuery() == null && uri.getRawFragment() == null;
        } catch (URISyntaxException toldElsewhere) {
            return true;
        }
    }
}
