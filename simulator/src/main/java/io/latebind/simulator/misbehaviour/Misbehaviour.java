package io.latebind.simulator.misbehaviour;

import java.time.Duration;

/** One way for a device to misbehave. */
public sealed interface Misbehaviour {
    /** What becomes of a report. */
    enum OfReport implements Misbehaviour {
        /** The commands were executed; the report never arrives. */
        LOST_REPORT,
        /** The report arrives; its answer does not. */
        LOST_ANSWER,
        /** The same report is sent twice. */
        REPEATED_REPORT,
        /** The report arrives only after the next fetch, when its commands were delivered again. */
        LATE_REPORT,
        /** What is sent is not CBOR. */
        MALFORMED_REPORT,
        /** What is sent has more than the 16 KiB that a service reads (specification 6.1). */
        OVERSIZED_REPORT,
        /** The power goes between execution and report: what the client keeps in memory alone is gone. */
        POWER_CUT
    }

    /** A command is answered with a CME error and not executed. */
    record CmeError(int error, AtChoice which) implements Misbehaviour {}

    /** A command makes the client give up without a report, as an AT string does that is longer than the device's buffer. */
    record Silence(AtChoice which) implements Misbehaviour {}

    /** A buffer, or the number of records in a batch, is smaller than usual (specification 3.2). */
    record SmallBuffer(Buffer which, int size) implements Misbehaviour {}

    /** @param ahead negative when it is behind */
    record WrongClock(Duration ahead) implements Misbehaviour {}

    /** JWTs are signed with another key than the attestation token was. */
    record ForeignKey() implements Misbehaviour {}

    /** The modem answers 519 to a write where something is already (specification 6.4). */
    record OccupiedWrites() implements Misbehaviour {}

    /** What can be small. */
    enum Buffer {
        RX,
        TX,
        AT,
        RECORDS
    }
}
