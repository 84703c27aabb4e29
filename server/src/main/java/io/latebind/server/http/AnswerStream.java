package io.latebind.server.http;

/** The body of an answer that is made while it is sent: long lists, and events as they happen. Runs on a virtual thread; may block. */
@FunctionalInterface
public interface AnswerStream {
    void writeTo(Sink sink);

    /** Where the bytes go. */
    interface Sink {
        /**
         * Waits until the caller has taken what was written before.
         *
         * @throws CallerGone when nobody takes it any more, or the service drains; let it pass
         */
        void write(byte[] bytes);

        /** False when nobody listens any more, or the service drains: time to end. */
        boolean open();
    }

    /** Ends a stream whose caller is gone. Not a fault. */
    final class CallerGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CallerGone() {
            super("the caller is gone", null, false, false);
        }
    }
}
