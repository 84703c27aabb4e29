package io.latebind.server.certificate;

/** Whether a certificate may be issued for what a device reports. */
public sealed interface KeygenVerdict {
    record Passed(CertificateRequest request) implements KeygenVerdict {}

    /** @param reason what is wrong and what to do, in plain words */
    record Failed(KeygenCheck check, String reason) implements KeygenVerdict {
        /** Names the check. */
        public String message() {
            return "no certificate was issued, the check of " + check.shown() + " failed: " + reason;
        }
    }
}
