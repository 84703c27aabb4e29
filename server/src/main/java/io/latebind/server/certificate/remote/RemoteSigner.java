package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AttemptKey;
import io.latebind.server.certificate.AuthorityId;
import io.latebind.server.certificate.CertificateAuthority;
import io.latebind.server.certificate.Signer;
import io.latebind.server.certificate.SignerAnswer;
import io.latebind.server.certificate.SigningOrder;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.Transactor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * Asks signers elsewhere, a few at a time each ({@link SignerGate}). What comes back goes on only when it is a certificate for the key
 * that the device made, in force, no authority, and under the anchors of its authority where it has some.
 */
public final class RemoteSigner implements Signer {
    private final Transactor transactor;
    private final SignerStore signers;
    private final SignerCalls calls;
    private final InstantSource clock;
    private final SignerGate gate = new SignerGate();

    public RemoteSigner(Transactor transactor, SignerStore signers, SignerCalls calls, InstantSource clock) {
        this.transactor = transactor;
        this.signers = signers;
        this.calls = calls;
        this.clock = clock;
    }

    @Override
    public SignerAnswer sign(SigningOrder order) {
        AuthorityId authority = order.authority().id();
        Optional<SignerAccess> access = transactor.perStatement(tx -> signers.access(tx, authority));
        if (access.isEmpty()) {
            return new SignerAnswer.Later(subject(order) + "is deleted in this moment");
        }
        Optional<String> closed = gate.enter(authority, order.attempt(), clock.instant());
        return closed.<SignerAnswer>map(reason -> new SignerAnswer.Later(subject(order) + reason))
                .orElseGet(
                        () -> ask(order, access.get().settings(), access.get().secret()));
    }

    @Override
    public Optional<String> closed(CertificateAuthority authority, AttemptKey attempt) {
        return gate.closed(authority.id(), attempt, clock.instant()).map(reason -> subject(authority) + reason);
    }

    private SignerAnswer ask(SigningOrder order, SignerSettings settings, Secret secret) {
        Instant begun = clock.instant();
        boolean answered = false;
        Optional<SignerSaid.Wait> wait = Optional.empty();
        try {
            SignerReply reply = calls.call(
                    switch (settings) {
                        case SignerSettings.Webhook webhook -> WebhookRules.request(webhook, order, secret, begun);
                        case SignerSettings.Est est -> EstRules.enroll(est, order.request(), secret);
                    });
            answered = reply instanceof SignerReply.Answered;
            Instant now = clock.instant();
            SignerSaid said = switch (settings) {
                case SignerSettings.Webhook _ -> WebhookRules.read(reply, now);
                case SignerSettings.Est _ -> EstRules.read(reply, now);
            };
            wait = said instanceof SignerSaid.Later later ? later.pause() : Optional.empty();
            return answer(order, said, now);
        } finally {
            gate.leave(order.authority().id(), order.attempt(), answered, wait, clock.instant());
        }
    }

    private static SignerAnswer answer(SigningOrder order, SignerSaid said, Instant now) {
        return switch (said) {
            case SignerSaid.No(String reason) -> new SignerAnswer.Refused(reason);
            case SignerSaid.Later(String reason, Optional<SignerSaid.Wait> _) ->
                new SignerAnswer.Later(subject(order) + reason);
            case SignerSaid.Lost(String reason) -> new SignerAnswer.Lost(subject(order) + reason);
            case SignerSaid.Certificates(var given) ->
                switch (SignedRules.check(
                        given, order.request(), order.authority().chain(), now)) {
                    case SignedRules.Checked.Good(X509CertificateHolder certificate, var above) ->
                        new SignerAnswer.Signed(certificate, above);
                    case SignedRules.Checked.Bad(String reason) -> new SignerAnswer.Refused("its signer " + reason);
                    case SignedRules.Checked.TooEarly(String reason) -> new SignerAnswer.Lost(subject(order) + reason);
                };
        };
    }

    private static String subject(SigningOrder order) {
        return subject(order.authority());
    }

    private static String subject(CertificateAuthority authority) {
        return "the signer of the certificate authority " + authority.name() + " ";
    }

    /** Sends something that is no order, in one of the places that the signer has; empty when none is free. */
    Optional<SignerReply> tryOut(AuthorityId authority, SignerCall call) {
        if (!gate.enterToTest(authority)) {
            return Optional.empty();
        }
        boolean answered = false;
        try {
            SignerReply reply = calls.call(call);
            answered = reply instanceof SignerReply.Answered;
            return Optional.of(reply);
        } finally {
            gate.leave(authority, answered, Optional.empty(), clock.instant());
        }
    }
}
