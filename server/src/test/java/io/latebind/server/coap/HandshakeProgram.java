package io.latebind.server.coap;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import io.latebind.contract.token.P256PublicKey;
import io.latebind.server.SeededIds;
import io.latebind.server.cryptography.NativeCryptography;
import io.latebind.server.http.TestCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * A JVM of its own that prefers the native provider, checks a signature as the service does, and answers one CoAP request over DTLS.
 * Arguments: the file for its findings, and {@code force} to put the provider in front whatever the security properties are.
 */
public final class HandshakeProgram {
    private HandshakeProgram() {}

    /** The findings, three lines: who checks signatures; whether a good one was accepted; what became of the request. */
    public static void main(String[] arguments) throws Exception {
        Path findings = Path.of(arguments[0]);
        String sentence = NativeCryptography.prefer().sentence();
        if (arguments.length > 1) {
            AmazonCorrettoCryptoProvider.install();
        }
        Files.write(findings, List.of(sentence, "signature accepted: " + acceptsAGoodSignature(), request()));
        System.exit(0);
    }

    private static boolean acceptsAGoodSignature() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        byte[] message = {1, 2, 3};
        Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
        signer.initSign(pair.getPrivate());
        signer.update(message);
        return new P256PublicKey(pair.getPublic().getEncoded()).verify(message, signer.sign());
    }

    private static String request() throws Exception {
        TestCertificate certificate = TestCertificate.make("localhost");
        CoapListener listener = CoapListener.start(
                new CoapListenerConfig(
                        "--device-coap-listen", "127.0.0.1", 0, CoapLimits.forDevices(), CoapObserver.NONE),
                new DtlsIdentity(certificate.key(), List.of(certificate.certificate())),
                List.of(new CoapRoute(
                        CoapMethod.GET, "p/cmd", _ -> CoapAnswer.cbor(CoapStatus.CONTENT, new byte[] {42}))),
                new byte[0],
                new SeededIds(1),
                InstantSource.system());
        try (TestClient client = new TestClient(certificate.certificate(), listener.address())) {
            return "answered " + client.answer(client.get("p/cmd")).getPayload()[0];
        } catch (IOException | AssertionError failed) {
            return "no answer";
        } finally {
            listener.drain(Duration.ofSeconds(1));
        }
    }
}
