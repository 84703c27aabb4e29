package io.latebind.simulator.coap;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.eclipse.californium.scandium.dtls.AlertMessage;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertDescription;
import org.eclipse.californium.scandium.dtls.AlertMessage.AlertLevel;
import org.eclipse.californium.scandium.dtls.CertificateMessage;
import org.eclipse.californium.scandium.dtls.CertificateType;
import org.eclipse.californium.scandium.dtls.CertificateVerificationResult;
import org.eclipse.californium.scandium.dtls.ConnectionId;
import org.eclipse.californium.scandium.dtls.HandshakeException;
import org.eclipse.californium.scandium.dtls.HandshakeResultHandler;
import org.eclipse.californium.scandium.dtls.x509.NewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.dtls.x509.StaticNewAdvancedCertificateVerifier;
import org.eclipse.californium.scandium.util.ServerNames;

/** Checks the chain of the service's certificate, and then that it is for the host that the devices were told. */
final class ServiceVerifier implements NewAdvancedCertificateVerifier {
    /** The chain does not end in a trusted root, or is not valid now. */
    static final class Untrusted extends HandshakeException {
        private static final long serialVersionUID = 1;

        Untrusted(HandshakeException cause) {
            super("the chain of the certificate is not trusted", cause.getAlert(), cause);
        }
    }

    /** A trusted certificate for others. */
    static final class OtherHost extends HandshakeException {
        private static final long serialVersionUID = 1;

        OtherHost(HandshakeException cause) {
            super("the certificate is for other host names", cause.getAlert(), cause);
        }
    }

    private final StaticNewAdvancedCertificateVerifier chains;
    private final InetSocketAddress service;

    /** @param service its name as the devices were told it, and its address */
    ServiceVerifier(List<X509Certificate> roots, InetSocketAddress service) {
        this.chains = new StaticNewAdvancedCertificateVerifier(roots.toArray(X509Certificate[]::new), null, null);
        this.service = service;
    }

    @Override
    public CertificateVerificationResult verifyCertificate(
            ConnectionId cid,
            ServerNames names,
            InetSocketAddress peer,
            boolean clientUsage,
            boolean verifySubject,
            boolean truncate,
            CertificateMessage message) {
        CertificateVerificationResult result =
                chains.verifyCertificate(cid, names, service, clientUsage, false, truncate, message);
        HandshakeException refused = result.getException();
        if (refused != null) {
            return new CertificateVerificationResult(cid, new Untrusted(refused), null);
        }
        try {
            if (message.isEmpty()
                    || !(message.getCertificateChain().getCertificates().getFirst() instanceof X509Certificate own)) {
                throw new HandshakeException(
                        "no certificate", new AlertMessage(AlertLevel.FATAL, AlertDescription.BAD_CERTIFICATE));
            }
            chains.verifyCertificatesSubject(null, service, own);
            return result;
        } catch (HandshakeException others) {
            return new CertificateVerificationResult(cid, new OtherHost(others), null);
        }
    }

    @Override
    public List<CertificateType> getSupportedCertificateTypes() {
        return chains.getSupportedCertificateTypes();
    }

    @Override
    public List<X500Principal> getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }

    @Override
    public void setResultHandler(HandshakeResultHandler handler) {
        // verdicts are given at once
    }
}
