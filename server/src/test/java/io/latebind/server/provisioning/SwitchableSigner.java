package io.latebind.server.provisioning;

import io.latebind.server.certificate.LocalSigner;
import io.latebind.server.certificate.Signer;
import io.latebind.server.certificate.SignerAnswer;
import io.latebind.server.certificate.SigningOrder;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Signs as the service does, unless a test wants it to be away, to refuse, to break, or to do something while it signs. */
public final class SwitchableSigner implements Signer {
    public enum Mood {
        SIGNS,
        IS_AWAY,
        REFUSES,
        BREAKS
    }

    private final LocalSigner signer = new LocalSigner();
    private final AtomicReference<Mood> mood = new AtomicReference<>(Mood.SIGNS);
    private final AtomicReference<CountDownLatch> begins = new AtomicReference<>(new CountDownLatch(0));
    private final AtomicInteger asked = new AtomicInteger();

    public void mood(Mood wanted) {
        mood.set(wanted);
    }

    public Mood mood() {
        return mood.get();
    }

    /** It does not answer before this is at zero. */
    public void before(CountDownLatch begin) {
        begins.set(begin);
    }

    private static void await(CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How often it was asked. */
    public int asked() {
        return asked.get();
    }

    @Override
    public SignerAnswer sign(SigningOrder order) {
        asked.incrementAndGet();
        await(begins.get());
        return switch (mood.get()) {
            case SIGNS -> signer.sign(order);
            case IS_AWAY -> new SignerAnswer.Later("the signer is away");
            case REFUSES -> new SignerAnswer.Refused("the signer does not like it");
            case BREAKS -> throw new IllegalStateException("a fault of the signer's code");
        };
    }
}
