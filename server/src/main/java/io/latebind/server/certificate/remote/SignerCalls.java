package io.latebind.server.certificate.remote;

import java.util.Optional;

/** The way to signers elsewhere. */
public interface SignerCalls {
    /** Of an answer, in bytes: ten certificates with long names. */
    int MAX_ANSWER_BYTES = 64 * 1024;

    /** Why nothing can be sent to this URL, to complete "it …"; empty when it can. Looks its host up. */
    Optional<String> objection(String url);

    /** Waits for the answer, five seconds at most; what the other side does is never an exception. Redirects are not followed. */
    SignerReply call(SignerCall call);
}
