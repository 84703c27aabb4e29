package io.latebind.server.provisioning;

import io.latebind.server.kernel.Secret;
import java.util.ArrayList;
import java.util.List;

/** The AT commands of each provisioning command, in the modem's own terms (specification 4). Pure. */
final class AtSteps {
    /** What {@code AT%CMNG} calls the kinds of credentials. */
    static final int ROOT_CA = 0;

    static final int CLIENT_CERTIFICATE = 1;
    static final int CLIENT_PRIVATE_KEY = 2;
    static final int PSK = 3;
    static final int PSK_IDENTITY = 4;

    /** CME error: nothing is stored there. */
    static final long NOT_FOUND = 513;

    private AtSteps() {}

    /**
     * The steps in order; the last one is the command itself, those before it are its {@code .s} steps. Empty for
     * {@code config} and {@code finished}.
     *
     * @param clearFirst the modem answered 519 to a write: delete what is there before writing
     * @throws IllegalStateException when a write-only parameter was erased; such a command is never open
     */
    static List<AtStep> of(CommandRequest request, boolean clearFirst) {
        return switch (request) {
            case CommandRequest.ClientPrivateKeyGeneration(SecTag tag) ->
                List.of(delete(tag, CLIENT_PRIVATE_KEY), keygen(tag + ",2,1"));
            case CommandRequest.CertificateSigningRequest csr ->
                List.of(
                        delete(csr.secTag(), CLIENT_PRIVATE_KEY),
                        keygen(csr.secTag() + ",2,0," + quoted(csr.attributes()) + "," + quoted(csr.keyUsage())));
            case CommandRequest.CloudAccessKeyGeneration key ->
                List.of(delete(key.secTag(), CLIENT_PRIVATE_KEY), keygen(key.secTag() + ",2,0"));
            case CommandRequest.ServerCertificate(SecTag tag, String content) ->
                write(tag, ROOT_CA, quoted(content), clearFirst);
            case CommandRequest.ClientCertificate(SecTag tag, String content) ->
                write(tag, CLIENT_CERTIFICATE, quoted(content), clearFirst);
            case CommandRequest.ClientPrivateKey key -> writePrivateKey(key, clearFirst);
            case CommandRequest.PreSharedKey psk -> writePreSharedKey(psk, clearFirst);
            case CommandRequest.EndorsementKeyGeneration(SecTag tag) -> List.of(keygen(tag + ",8,1"));
            case CommandRequest.Config _, CommandRequest.Finished _ -> List.of();
        };
    }

    private static List<AtStep> writePrivateKey(CommandRequest.ClientPrivateKey key, boolean clearFirst) {
        CommandRequest.ClientPrivateKey.EncryptedKey encrypted = key.key().orElseThrow(AtSteps::erased);
        String value = quoted(encrypted.content().reveal()) + ","
                + quoted(encrypted.password().reveal());
        return write(key.secTag(), CLIENT_PRIVATE_KEY, value, clearFirst);
    }

    private static List<AtStep> writePreSharedKey(CommandRequest.PreSharedKey psk, boolean clearFirst) {
        Secret secret = psk.secret().orElseThrow(AtSteps::erased);
        List<AtStep> steps = new ArrayList<>();
        if (clearFirst) {
            steps.add(delete(psk.secTag(), PSK_IDENTITY));
            steps.add(delete(psk.secTag(), PSK));
        }
        steps.add(write(psk.secTag(), PSK_IDENTITY, quoted(psk.identity())));
        steps.add(write(psk.secTag(), PSK, quoted(secret.reveal())));
        return List.copyOf(steps);
    }

    private static List<AtStep> write(SecTag tag, int credential, String value, boolean clearFirst) {
        AtStep write = write(tag, credential, value);
        return clearFirst ? List.of(delete(tag, credential), write) : List.of(write);
    }

    private static AtStep write(SecTag tag, int credential, String value) {
        return new AtStep("%CMNG", "0," + tag + "," + credential + "," + value, List.of());
    }

    private static AtStep delete(SecTag tag, int credential) {
        return new AtStep("%CMNG", "3," + tag + "," + credential, List.of(NOT_FOUND));
    }

    private static AtStep keygen(String parameters) {
        return new AtStep("%KEYGEN", parameters, List.of());
    }

    private static String quoted(String value) {
        return '"' + value + '"';
    }

    private static IllegalStateException erased() {
        return new IllegalStateException("a command whose secret was erased cannot be delivered");
    }
}
