package io.latebind.simulator.modem;

/** What a modem takes as external data when it signs KEYGEN output (specification 5.2). */
public enum KeygenStyle {
    /** Newer firmware: an empty byte string. */
    NEW,
    /** Older firmware: the body of the token. */
    OLD
}
