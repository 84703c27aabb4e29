package io.latebind.server.certificate.remote;

import io.latebind.server.event.webhook.RetryAfterRules;
import io.latebind.server.kernel.ShownText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** What the replies of all signers have in common. Pure. */
final class ReplyRules {
    /** The signer speaks of the request; the others speak of the way to it, and somebody can mend that. */
    private static final Set<Integer> FINAL = Set.of(400, 403, 422);

    private static final int UNAVAILABLE = 503;

    /** It has too much to do, or none of it works. */
    private static final Set<Integer> OVERLOADED = Set.of(429, UNAVAILABLE);

    /** A device waits for each certificate; who wants longer is asked in vain now and then. */
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private static final int MAX_SHOWN_CHARACTERS = 300;

    private ReplyRules() {}

    /** It will say the same again, if it says why. */
    static boolean isFinal(int status) {
        return FINAL.contains(status);
    }

    static SignerSaid failed(SignerReply.Failed failed) {
        String reason = "cannot be asked: " + failed.reason();
        return failed.sent() ? new SignerSaid.Lost(reason) : new SignerSaid.Later(reason, Optional.empty());
    }

    /** A status that is no certificate and no refusal. */
    static SignerSaid later(SignerReply.Answered answered, Instant now) {
        int status = answered.status();
        if (status >= 300 && status < 400) {
            return new SignerSaid.Later(
                    "answered " + status
                            + ", a redirect, which is not followed; give the authority the URL that it leads to",
                    Optional.empty());
        }
        Optional<Duration> wait = OVERLOADED.contains(status) ? wait(answered, now) : Optional.empty();
        String reason = "answered " + status + said(answered.text())
                + (status == 401 ? "; look at the credentials of the authority" : "");
        // what broke may have broken behind the signature, and a gateway that gave up may have left the signer working
        return status >= 500 && status != UNAVAILABLE
                ? new SignerSaid.Lost(reason)
                : new SignerSaid.Later(reason, wait.map(length -> new SignerSaid.Wait(length, true)));
    }

    static Optional<Duration> wait(SignerReply.Answered answered, Instant now) {
        return answered.retryAfter().flatMap(header -> RetryAfterRules.wait(header, now, LONGEST_WAIT));
    }

    static SignerSaid unreadable(SignerReply.Answered answered, String problem) {
        return new SignerSaid.Lost("answered " + answered.status() + ", but "
                + (answered.whole()
                        ? problem
                        : "the answer was cut off: it is longer than " + SignerCalls.MAX_ANSWER_BYTES / 1024
                                + " KiB, or did not end in time"));
    }

    /** With a colon in front; nothing when nothing was said. */
    static String said(String text) {
        String shown = shown(text);
        return shown.isEmpty() || shown.startsWith("<") ? "" : ": " + shown;
    }

    /** One line that can be shown to anybody. */
    static String shown(String text) {
        return ShownText.line(text, MAX_SHOWN_CHARACTERS);
    }
}
