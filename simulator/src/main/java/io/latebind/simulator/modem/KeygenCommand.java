package io.latebind.simulator.modem;

import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * {@code AT%KEYGEN=<sec_tag>,<type>,<operation>[,"<attributes>","<key usage>"]}: a new key pair whose private half never
 * leaves the modem. Types: 2 client private key, 8 endorsement key; operations: 0 CSR, 1 public key.
 */
final class KeygenCommand {
    private static final int CSR = 0;
    private static final int PUBLIC_KEY = 1;
    private static final int KIND_CSR = 9;
    private static final int KIND_PUBLIC_KEY = 8;

    private final CredentialStore credentials;
    private final TokenSigner signer;
    private final KeygenStyle style;
    private final RandomGenerator random;

    KeygenCommand(CredentialStore credentials, TokenSigner signer, KeygenStyle style, RandomGenerator random) {
        this.credentials = credentials;
        this.signer = signer;
        this.style = style;
        this.random = random;
    }

    AtReply execute(AtLine line, boolean online) {
        OptionalLong secTag = line.number(0);
        OptionalLong number = line.number(1);
        OptionalLong operation = line.number(2);
        if (secTag.isEmpty() || number.isEmpty() || operation.isEmpty() || badEnding(line, operation.getAsLong())) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        Optional<CredentialType> type =
                CredentialType.of(number.getAsLong()).filter(known -> offers(known, operation.getAsLong()));
        if (type.isEmpty()) {
            return new AtReply.CmeError(CmeError.PARAMETERS);
        }
        if (online) {
            return new AtReply.CmeError(CmeError.NOT_ALLOWED_IN_ACTIVE_STATE);
        }
        if (credentials.find(secTag.getAsLong(), type.get()).isPresent()) {
            return new AtReply.CmeError(CmeError.ALREADY_EXISTS);
        }
        return generate(line, secTag.getAsLong(), type.get(), operation.getAsLong() == CSR);
    }

    private AtReply generate(AtLine line, long secTag, CredentialType type, boolean request) {
        P256Key key = P256Key.generate(random);
        Optional<byte[]> body = request
                ? CertificateRequest.encode(
                        key, line.string(3).orElse(""), line.string(4).orElse(""))
                : Optional.of(key.spki());
        if (body.isEmpty()) {
            return new AtReply.CmeError(CmeError.KEY_GENERATION_FAILED);
        }
        byte[] nonce = new byte[ModemIdentity.NONCE_BYTES];
        random.nextBytes(nonce);
        String fingerprint = HexFormat.of().formatHex(P256Key.sha256(key.spki()));
        credentials.put(new Credential(secTag, type, key.secretHex(), fingerprint));
        int kind = request ? KIND_CSR : KIND_PUBLIC_KEY;
        return AtReply.done("%KEYGEN: \"" + signer.keygenToken(kind, body.get(), secTag, nonce, style) + "\"");
    }

    /** Attributes and key usage go with a CSR alone; both may be left away from the right. */
    private static boolean badEnding(AtLine line, long operation) {
        int given = line.parameters().size();
        return given > (operation == CSR ? 5 : 3)
                || (given > 3 && line.string(3).isEmpty())
                || (given > 4 && line.string(4).isEmpty());
    }

    private static boolean offers(CredentialType type, long operation) {
        return (type == CredentialType.CLIENT_PRIVATE_KEY && (operation == CSR || operation == PUBLIC_KEY))
                || (type == CredentialType.ENDORSEMENT_KEY && operation == PUBLIC_KEY);
    }
}
