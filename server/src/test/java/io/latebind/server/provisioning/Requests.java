package io.latebind.server.provisioning;

import io.latebind.server.kernel.Secret;
import java.util.Map;
import java.util.Optional;

/** One request of each type, as short as it may be. */
final class Requests {
    private Requests() {}

    static CommandRequest key(int tag) {
        return new CommandRequest.ClientPrivateKeyGeneration(new SecTag(tag));
    }

    static CommandRequest csr(int tag, String attributes) {
        return new CommandRequest.CertificateSigningRequest(new SecTag(tag), attributes, "101010000", Optional.empty());
    }

    /** One that the service signs. */
    static CommandRequest signedCsr(int tag, String attributes) {
        return new CommandRequest.CertificateSigningRequest(
                new SecTag(tag), attributes, "101010000", Optional.of(Signing.STANDARD));
    }

    static CommandRequest cloudKey(int tag) {
        return new CommandRequest.CloudAccessKeyGeneration(new SecTag(tag), Signing.STANDARD);
    }

    static CommandRequest serverCertificate(int tag, String content) {
        return new CommandRequest.ServerCertificate(new SecTag(tag), content);
    }

    static CommandRequest clientCertificate(int tag, String content) {
        return new CommandRequest.ClientCertificate(new SecTag(tag), content);
    }

    static CommandRequest clientPrivateKey(int tag, String content, String password) {
        return new CommandRequest.ClientPrivateKey(
                new SecTag(tag),
                Optional.of(
                        new CommandRequest.ClientPrivateKey.EncryptedKey(new Secret(content), new Secret(password))));
    }

    static CommandRequest psk(int tag, String identity, String secret) {
        return new CommandRequest.PreSharedKey(new SecTag(tag), identity, Optional.of(new Secret(secret)));
    }

    static CommandRequest endorsementKey(int tag) {
        return new CommandRequest.EndorsementKeyGeneration(new SecTag(tag));
    }

    static CommandRequest config() {
        return new CommandRequest.Config(Map.of("a", "b"));
    }

    static CommandRequest finished() {
        return new CommandRequest.Finished();
    }
}
