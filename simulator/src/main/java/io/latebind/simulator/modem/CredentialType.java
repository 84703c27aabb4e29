package io.latebind.simulator.modem;

import java.util.Arrays;
import java.util.Optional;

/** What a security tag can hold, with the number that {@code %CMNG} uses (specification 4). */
public enum CredentialType {
    ROOT_CA(0, true, true),
    CLIENT_CERTIFICATE(1, true, true),
    CLIENT_PRIVATE_KEY(2, true, false),
    PRE_SHARED_KEY(3, true, false),
    PRE_SHARED_KEY_IDENTITY(4, true, true),
    PUBLIC_KEY(5, false, true),
    DEVICE_IDENTITY_PUBLIC_KEY(6, false, true),
    ENDORSEMENT_KEY(8, false, false);

    private final int number;
    private final boolean writable;
    private final boolean readable;

    CredentialType(int number, boolean writable, boolean readable) {
        this.number = number;
        this.writable = writable;
        this.readable = readable;
    }

    public int number() {
        return number;
    }

    /** May {@code %CMNG=0} write it? */
    boolean writable() {
        return writable;
    }

    /** May {@code %CMNG=2} show its content? */
    boolean readable() {
        return readable;
    }

    public static Optional<CredentialType> of(long number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }
}
