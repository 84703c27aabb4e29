package io.latebind.acceptance.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The device port as a device calls it, trusting the root certificate alone. */
public final class DevicePort {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final URI url;
    private final HttpClient http;

    public DevicePort(URI url, Path rootCertificate) {
        this.url = url;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(rootCertificate))
                .connectTimeout(LIMIT)
                .build();
    }

    /** Empty when there is no answer. */
    public Optional<HttpResponse<byte[]>> fetch(String jwt) {
        return send(request("/v1/provisioning/commands?rxMaxSize=4096&txMaxSize=4096", jwt)
                .header("Accept", "application/cbor")
                .GET()
                .build());
    }

    /** The status; 0 when there is no answer. */
    public int report(String jwt, byte[] responses) {
        return send(request("/v1/provisioning/response", jwt)
                        .header("Content-Type", "application/cbor")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(responses))
                        .build())
                .map(HttpResponse::statusCode)
                .orElse(0);
    }

    private HttpRequest.Builder request(String path, String jwt) {
        return HttpRequest.newBuilder(url.resolve(path)).timeout(LIMIT).header("Authorization", "Bearer " + jwt);
    }

    private Optional<HttpResponse<byte[]>> send(HttpRequest request) {
        try {
            return Optional.of(http.send(request, HttpResponse.BodyHandlers.ofByteArray()));
        } catch (IOException noAnswer) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static SSLContext trusting(Path rootCertificate) {
        try (InputStream pem = Files.newInputStream(rootCertificate)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "root", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        } catch (GeneralSecurityException unusable) {
            throw new IllegalStateException(unusable);
        }
    }
}
