package io.latebind.server.whole;

import static io.latebind.server.whole.PemSamples.json;

import java.util.LinkedHashMap;
import java.util.Map;

/** One good request of every type of command, by its key. */
final class RequestSamples {
    static final String PSK = "{\"preSharedKey\":{\"secTag\":9,\"identity\":\"meter-1\",\"secret\":\"0A1b\"}}";
    static final String KEY = "{\"clientPrivateKeyGeneration\":{\"secTag\":16842753}}";
    static final String FINISHED = "{\"finished\":{}}";
    static final String CONFIG = "{\"config\":{\"provisioning/interval-sec\":\"3600\",\"ключ/é\":\"\"}}";

    private RequestSamples() {}

    static String psk(String secret) {
        return "{\"preSharedKey\":{\"secTag\":9,\"identity\":\"meter-1\",\"secret\":\"" + secret + "\"}}";
    }

    static String clientPrivateKey(String content, String password) {
        return "{\"clientPrivateKey\":{\"secTag\":7,\"content\":\"" + json(content) + "\",\"password\":\""
                + json(password) + "\"}}";
    }

    static String certificate(String type, String content) {
        return "{\"" + type + "\":{\"secTag\":2147483647,\"content\":\"" + json(content) + "\"}}";
    }

    /** But for {@code cloudAccessKeyGeneration}, which only a device with keys of its own answers well. */
    static Map<String, String> everyType() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("clientPrivateKeyGeneration", KEY);
        all.put(
                "certificateSigningRequest",
                "{\"certificateSigningRequest\":{\"secTag\":0,\"attributes\":\"O=Nordic Semiconductor,L=Trondheim,"
                        + "C=no,CN=0123456789\",\"keyUsage\":\"101010000\"}}");
        all.put("serverCertificate", certificate("serverCertificate", PemSamples.CERTIFICATE));
        all.put("clientCertificate", certificate("clientCertificate", PemSamples.CERTIFICATE));
        all.put("clientPrivateKey", clientPrivateKey(PemSamples.ENCRYPTED_KEY, PemSamples.PASSWORD));
        all.put("preSharedKey", PSK);
        all.put("endorsementKeyGeneration", "{\"endorsementKeyGeneration\":{\"secTag\":5}}");
        all.put("config", CONFIG);
        all.put("finished", FINISHED);
        return all;
    }
}
