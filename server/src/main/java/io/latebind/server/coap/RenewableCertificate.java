package io.latebind.server.coap;

import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.CertificateIdentityResult;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.SignatureAndHashAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.CipherSuite.CertificateKeyAlgorithm;
import org.eclipse.californium.scandium.dtls.cipher.XECDHECryptography.SupportedGroup;
import org.eclipse.californium.scandium.dtls.x509.CertificateConfigurationHelper;
import org.eclipse.californium.scandium.dtls.x509.CertificateProvider;
import org.eclipse.californium.scandium.dtls.x509.ConfigurationHelperSetup;
import org.eclipse.californium.scandium.dtls.x509.SingleCertificateProvider;
import org.eclipse.californium.scandium.util.ServerNames;

/** The server's certificate, which may be replaced while handshakes go on. */
final class RenewableCertificate implements CertificateProvider, ConfigurationHelperSetup {
    private volatile SingleCertificateProvider current;

    RenewableCertificate(DtlsIdentity identity) {
        current = provider(identity);
    }

    void replace(DtlsIdentity identity) {
        current = provider(identity);
    }

    private static SingleCertificateProvider provider(DtlsIdentity identity) {
        return new SingleCertificateProvider(
                identity.key(), identity.chain().toArray(X509Certificate[]::new), CertificateType.X_509);
    }

    @Override
    public void setupConfigurationHelper(CertificateConfigurationHelper helper) {
        current.setupConfigurationHelper(helper);
    }

    @Override
    public List<CertificateKeyAlgorithm> getSupportedCertificateKeyAlgorithms() {
        return current.getSupportedCertificateKeyAlgorithms();
    }

    @Override
    public List<CertificateType> getSupportedCertificateTypes() {
        return current.getSupportedCertificateTypes();
    }

    @Override
    public CertificateIdentityResult requestCertificateIdentity(
            ConnectionId connection,
            boolean client,
            List<X500Principal> issuers,
            ServerNames serverNames,
            List<CertificateKeyAlgorithm> keyAlgorithms,
            List<SignatureAndHashAlgorithm> signatureAlgorithms,
            List<SupportedGroup> curves) {
        return current.requestCertificateIdentity(
                connection, client, issuers, serverNames, keyAlgorithms, signatureAlgorithms, curves);
    }

    /** Never used: every result is there at once. */
    @Override
    public void setResultHandler(HandshakeResultHandler handler) {
        current.setResultHandler(handler);
    }
}
