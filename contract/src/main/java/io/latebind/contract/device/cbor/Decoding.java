package io.latebind.contract.device.cbor;

/** What came of decoding bytes: a message, or the reason why it is none. */
public sealed interface Decoding<T> {
    record Decoded<T>(T value) implements Decoding<T> {}

    /** @param reason names the place and the fault, for the device's history; holds no content of the message */
    record Malformed<T>(String reason) implements Decoding<T> {}
}
