package io.latebind.server.certificate;

/** What the output of a key generation is asked before a certificate is issued for it (specification 5.2), in this order. */
public enum KeygenCheck {
    TOKEN("the token's form"),
    KIND("what the token holds"),
    DEVICE("the device UUID"),
    SECURITY_TAG("the security tag"),
    DIGEST("the digest of the request"),
    IDENTITY("the identity signature"),
    REQUEST("the form of the certificate request"),
    KEY("the public key"),
    REQUEST_SIGNATURE("the certificate request's own signature"),
    ATTEMPT("the attempt");

    private final String shown;

    KeygenCheck(String shown) {
        this.shown = shown;
    }

    /** What it is about, in words. */
    public String shown() {
        return shown;
    }
}
