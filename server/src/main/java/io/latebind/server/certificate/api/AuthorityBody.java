package io.latebind.server.certificate.api;

import io.latebind.server.certificate.AuthorityDraft;
import io.latebind.server.certificate.AuthorityEdit;
import io.latebind.server.certificate.AuthorityKind;
import io.latebind.server.certificate.AuthorityMaterial;
import io.latebind.server.certificate.AuthorityTrust;
import io.latebind.server.certificate.remote.ChangeSigners;
import io.latebind.server.certificate.remote.SignerWish;
import io.latebind.server.http.BodyFields;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.JsonBody;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.Secret;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bouncycastle.cert.X509CertificateHolder;

/** The bodies that make and change an authority. */
final class AuthorityBody {
    private static final List<String> MATERIAL = List.of("certificateChain", "privateKey", "password", "pkcs12");

    private static final List<AuthorityKind> REMOTE = List.of(AuthorityKind.WEBHOOK, AuthorityKind.EST);

    /** Of what is held by others alone. */
    private static final List<String> KEYS = List.of("privateKey", "password", "pkcs12");

    private AuthorityBody() {}

    /**
     * An authority that is to be made.
     *
     * @param signer where it is, of one that signs elsewhere
     * @param anchors of such a one
     */
    record Creation(AuthorityDraft draft, Optional<SignerWish> signer, List<X509CertificateHolder> anchors) {}

    /** What is to change. */
    record Change(AuthorityEdit general, ChangeSigners.Edit signer) {}

    /**
     * Refused with every bad field at once (BAD_FIELD).
     *
     * @param offered the kinds for which there is a signer
     */
    static Outcome<Creation> creation(HttpCall call, List<AuthorityKind> offered) {
        return JsonBody.fields(call).then(body -> {
            String name = NameField.require(body);
            Optional<AuthorityTrust> trust = trust(body);
            Optional<Boolean> usual = body.optionalBoolean("default");
            Optional<Boolean> deliversChain = body.optionalBoolean("deliverChain");
            Optional<String> kindText = body.optionalText("kind");
            Optional<AuthorityKind> kind =
                    kindText.flatMap(AuthorityKind::parse).filter(offered::contains);
            if (kindText.isPresent() && kind.isEmpty()) {
                body.problem(
                        "kind",
                        "/kind must be one of "
                                + offered.stream().map(AuthorityKind::shown).collect(Collectors.joining(", ")) + ".");
            }
            boolean brings = MATERIAL.stream().anyMatch(body::has);
            AuthorityKind wanted = kind.orElseGet(() -> usualKind(body, brings));
            Optional<SignerWish> signer = signer(body, wanted);
            Optional<AuthorityMaterial> material = wanted.remote() ? Optional.empty() : material(body, wanted);
            List<X509CertificateHolder> anchors =
                    wanted.remote() ? SignerBody.anchors(body).orElseGet(List::of) : List.of();
            return body.accept(() -> new Creation(
                    new AuthorityDraft(
                            name,
                            wanted,
                            trust.orElse(AuthorityTrust.FIRST_USE),
                            usual.orElse(false),
                            deliversChain.orElse(false),
                            material),
                    signer,
                    anchors));
        });
    }

    private static AuthorityKind usualKind(BodyFields body, boolean brings) {
        return REMOTE.stream()
                .filter(kind -> body.has(kind.shown()))
                .findFirst()
                .orElse(brings ? AuthorityKind.IMPORTED : AuthorityKind.BUILTIN);
    }

    private static Optional<SignerWish> signer(BodyFields body, AuthorityKind wanted) {
        REMOTE.stream()
                .filter(kind -> kind != wanted && body.has(kind.shown()))
                .forEach(kind -> body.problem(
                        kind.shown(), "/" + kind.shown() + " is for authorities of the kind " + kind.shown() + "."));
        if (!wanted.remote()) {
            return Optional.empty();
        }
        KEYS.stream()
                .filter(body::has)
                .forEach(field -> body.problem(field, "/" + field + " is for authorities of the kind imported."));
        return SignerBody.require(body, wanted);
    }

    private static Optional<AuthorityMaterial> material(BodyFields body, AuthorityKind kind) {
        Optional<String> chain = body.optionalText("certificateChain");
        Optional<Secret> key = body.optionalText("privateKey").map(Secret::new);
        Optional<Secret> password = body.optionalText("password").map(Secret::new);
        Optional<Secret> pkcs12 = body.optionalText("pkcs12").map(Secret::new);
        if (kind != AuthorityKind.IMPORTED) {
            MATERIAL.stream()
                    .filter(body::has)
                    .forEach(field -> body.problem(field, "/" + field + " is for authorities of the kind imported."));
            return Optional.empty();
        }
        if (pkcs12.isPresent()) {
            if (body.has("certificateChain") || body.has("privateKey")) {
                body.problem("pkcs12", "/pkcs12 holds chain and key; leave certificateChain and privateKey out.");
            }
            return Optional.of(new AuthorityMaterial.Pkcs12(pkcs12.get(), password.orElseGet(() -> new Secret(""))));
        }
        if (chain.isPresent() && key.isPresent()) {
            return Optional.of(new AuthorityMaterial.Pem(chain.get(), key.get(), password));
        }
        for (String field : List.of("certificateChain", "privateKey")) {
            if (!body.has(field)) {
                body.problem(
                        field, "/" + field + " is missing; send certificateChain and privateKey in PEM, or pkcs12.");
            }
        }
        return Optional.empty();
    }

    /** Refused with every bad field at once (BAD_FIELD). */
    static Outcome<Change> change(HttpCall call) {
        return JsonBody.fields(call).then(body -> {
            Optional<String> name = NameField.optional(body);
            Optional<AuthorityTrust> trust = trust(body);
            Optional<Boolean> usual = body.optionalBoolean("default");
            Optional<Boolean> retired = body.optionalBoolean("retired");
            Optional<Boolean> deliversChain = body.optionalBoolean("deliverChain");
            Optional<SignerWish> webhook = SignerBody.optional(body, AuthorityKind.WEBHOOK);
            Optional<SignerWish> est = SignerBody.optional(body, AuthorityKind.EST);
            if (webhook.isPresent() && est.isPresent()) {
                body.problem("est", "/est and /webhook exclude each other; an authority has one kind.");
            }
            Optional<List<X509CertificateHolder>> anchors = SignerBody.anchors(body);
            return body.accept(() -> new Change(
                    new AuthorityEdit(name, trust, usual, retired, deliversChain),
                    new ChangeSigners.Edit(webhook.or(() -> est), anchors)));
        });
    }

    private static Optional<AuthorityTrust> trust(BodyFields body) {
        Optional<String> text = body.optionalText("trust");
        Optional<AuthorityTrust> trust = text.flatMap(AuthorityTrust::parse);
        if (text.isPresent() && trust.isEmpty()) {
            body.problem("trust", "/trust must be first-use or registry.");
        }
        return trust;
    }
}
