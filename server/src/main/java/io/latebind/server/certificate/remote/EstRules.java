package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.CertificateRequest;
import io.latebind.server.kernel.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Enrollment over Secure Transport (RFC 7030) as far as it is needed: simple enrollment, and the authority's certificates. Pure. */
final class EstRules {
    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    /** Where the server does not say when to ask again (RFC 7030, 4.2.3, says it must). */
    private static final Duration USUAL_WAIT = Duration.ofMinutes(1);

    private EstRules() {}

    /** @param secret of the login */
    static SignerCall enroll(SignerSettings.Est settings, CertificateRequest request, Secret secret) {
        Map<String, String> headers = headers(settings, secret);
        headers.put("content-type", "application/pkcs10");
        headers.put("content-transfer-encoding", "base64");
        byte[] body = (LINES.encodeToString(request.der()) + "\n").getBytes(StandardCharsets.US_ASCII);
        return call(settings, "simpleenroll", headers, Optional.of(body), secret);
    }

    static SignerCall authorities(SignerSettings.Est settings, Secret secret) {
        return call(settings, "cacerts", headers(settings, secret), Optional.empty(), secret);
    }

    private static Map<String, String> headers(SignerSettings.Est settings, Secret secret) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("accept", "application/pkcs7-mime");
        headers.put("user-agent", "Latebind-Signer");
        if (settings.login() instanceof SignerSettings.Login.Password(String user)) {
            byte[] pair = (user + ":" + secret.reveal()).getBytes(StandardCharsets.UTF_8);
            headers.put("authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
        }
        return headers;
    }

    private static SignerCall call(
            SignerSettings.Est settings,
            String operation,
            Map<String, String> headers,
            Optional<byte[]> body,
            Secret secret) {
        Optional<SignerCall.ClientKey> client = switch (settings.login()) {
            case SignerSettings.Login.Password _ -> Optional.empty();
            case SignerSettings.Login.ClientCertificate(var chain) ->
                Optional.of(new SignerCall.ClientKey(chain, secret));
        };
        return new SignerCall(settings.address(operation), headers, body, settings.roots(), client);
    }

    /** 200 is a certificate, 202 wants to be asked again, 400, 403 and 422 with a line of text is a refusal, all else may pass. */
    static SignerSaid read(SignerReply reply, Instant now) {
        return switch (reply) {
            case SignerReply.Failed failed -> ReplyRules.failed(failed);
            case SignerReply.Answered answered when answered.status() == 200 -> certificates(answered);
            case SignerReply.Answered answered
            when answered.status() == 202 -> {
                Duration wait = ReplyRules.wait(answered, now).orElse(USUAL_WAIT);
                yield new SignerSaid.Later(
                        "has not decided yet, and wants to be asked again in " + wait.toSeconds() + " seconds",
                        Optional.of(new SignerSaid.Wait(wait, false)));
            }
            case SignerReply.Answered answered
            when ReplyRules.isFinal(answered.status()) -> {
                // a page in HTML comes from something in front of the EST server
                String reason = ReplyRules.shown(answered.text());
                yield reason.isEmpty() || reason.startsWith("<")
                        ? ReplyRules.later(answered, now)
                        : new SignerSaid.No(reason);
            }
            case SignerReply.Answered answered -> ReplyRules.later(answered, now);
        };
    }

    private static SignerSaid certificates(SignerReply.Answered answered) {
        return Optional.of(answered)
                .filter(SignerReply.Answered::whole)
                .flatMap(each -> CertificateTexts.pkcs7(each.text()))
                .<SignerSaid>map(SignerSaid.Certificates::new)
                .orElseGet(() -> ReplyRules.unreadable(answered, "not with PKCS#7 of certificates in base64"));
    }
}
