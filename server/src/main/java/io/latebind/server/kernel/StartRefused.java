package io.latebind.server.kernel;

/**
 * The program cannot start, and the user can change that. The sentence is printed as it is, without a stack trace, and the
 * program ends with an exit code other than 0.
 */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param sentence one sentence that names the thing, the reason and the way out; never a secret */
    public StartRefused(String sentence) {
        super(sentence, null, false, false);
    }
}
