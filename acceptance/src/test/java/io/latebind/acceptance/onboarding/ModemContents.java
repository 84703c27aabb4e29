package io.latebind.acceptance.onboarding;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the modem of a simulated device holds, out of its identity file: its flash memory, so to speak. */
record ModemContents(JsonNode device) {
    private static final int ROOT = 0;
    private static final int CERTIFICATE = 1;
    private static final int PRIVATE_KEY = 2;

    static ModemContents read(Path identityFile) throws IOException {
        return new ModemContents(JsonMapper.shared().readTree(Files.readString(identityFile)));
    }

    String uuid() {
        return device.path("deviceUuid").stringValue();
    }

    String attestationToken() {
        return device.path("attestationToken").stringValue();
    }

    /** PEM; all that the device trusts when it connects with this security tag. */
    String root(long secTag) {
        return content(secTag, ROOT);
    }

    /** PEM. */
    String certificate(long secTag) {
        return content(secTag, CERTIFICATE);
    }

    /** PEM (PKCS#8) of the key that was made in the modem; a real one never gives it away, and signs with it instead. */
    String privateKey(long secTag) throws GeneralSecurityException {
        AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
        curve.init(new ECGenParameterSpec("secp256r1"));
        BigInteger secret = new BigInteger(content(secTag, PRIVATE_KEY), 16);
        byte[] encoded = KeyFactory.getInstance("EC")
                .generatePrivate(new ECPrivateKeySpec(secret, curve.getParameterSpec(ECParameterSpec.class)))
                .getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }

    private String content(long secTag, int type) {
        return device.path("credentials").values().stream()
                .filter(held -> held.path("secTag").longValue() == secTag
                        && held.path("type").intValue() == type)
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing of type " + type + " under " + secTag))
                .path("content")
                .stringValue();
    }
}
