package io.latebind.server.coap;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.californium.core.coap.CoAP;
import org.eclipse.californium.core.coap.MessageObserverAdapter;
import org.eclipse.californium.core.coap.Response;

/**
 * Counts requests whose answers are not through yet: one that goes with the acknowledgement until it was sent, since the client repeats its
 * request when that is lost; a separate one until the client has acknowledged it, since that client only waits (RFC 7252, 5.2).
 */
final class AnswersUnderWay {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int count;

    /** A request came whose answer will be given to {@link #through}. */
    void expect() {
        change(1);
    }

    /** To be called before the answer is sent. */
    void through(Response answer) {
        answer.addMessageObserver(new EndOf(answer));
    }

    /** True when there are none any more within this time. */
    boolean awaitNone(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (count > 0 && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return count == 0;
        } finally {
            lock.unlock();
        }
    }

    private void change(int by) {
        lock.lock();
        try {
            count += by;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private final class EndOf extends MessageObserverAdapter {
        private final Response answer;
        private final AtomicBoolean ended = new AtomicBoolean();

        EndOf(Response answer) {
            this.answer = answer;
        }

        @Override
        public void onSent(boolean retransmission) {
            if (answer.getType() != CoAP.Type.CON) {
                end();
            }
        }

        @Override
        public void onAcknowledgement() {
            end();
        }

        /** Rejected, not to be sent, or never acknowledged: nothing more is done about it. */
        @Override
        protected void failed() {
            end();
        }

        private void end() {
            if (!ended.getAndSet(true)) {
                change(-1);
            }
        }
    }
}
