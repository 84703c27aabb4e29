package io.latebind.server.certificate.remote;

import io.latebind.server.certificate.AuthorityKind;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;

/** Where a signer elsewhere is, and how it is spoken to; without what must not be read: the authority's secret holds that. */
public sealed interface SignerSettings {
    /** The host's root, for EST; the whole address otherwise. */
    String url();

    /** Under which the certificate of the signer's host must stand; empty: those that the machine's Java believes. */
    List<X509CertificateHolder> roots();

    AuthorityKind kind();

    /** The secret signs what is sent. */
    record Webhook(String url, List<X509CertificateHolder> roots) implements SignerSettings {
        public Webhook {
            roots = List.copyOf(roots);
        }

        @Override
        public AuthorityKind kind() {
            return AuthorityKind.WEBHOOK;
        }
    }

    /** @param label which of the authorities of the EST server (RFC 7030, 3.2.2) */
    record Est(String url, Optional<String> label, List<X509CertificateHolder> roots, Login login)
            implements SignerSettings {
        public Est {
            roots = List.copyOf(roots);
        }

        @Override
        public AuthorityKind kind() {
            return AuthorityKind.EST;
        }

        /** @param operation as RFC 7030 names it: {@code simpleenroll} */
        String address(String operation) {
            String root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
            return root + "/.well-known/est/" + label.map(name -> name + "/").orElse("") + operation;
        }
    }

    /** What the service proves itself with to an EST server (RFC 7030, 3.2.3 and 3.3.2). */
    sealed interface Login {
        /** HTTP Basic; the secret is the password. */
        record Password(String user) implements Login {}

        /**
         * TLS; the secret is the private key.
         *
         * @param chain the service's certificate first
         */
        record ClientCertificate(List<X509CertificateHolder> chain) implements Login {
            public ClientCertificate {
                chain = List.copyOf(chain);
            }
        }
    }
}
