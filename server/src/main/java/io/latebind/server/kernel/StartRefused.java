package io.latebind.server.kernel;

/** The program cannot start as things are: one sentence that names the thing, the reason and the way out. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String sentence) {
        super(sentence, null, false, false);
    }
}
