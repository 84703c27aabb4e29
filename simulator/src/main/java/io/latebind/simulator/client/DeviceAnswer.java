package io.latebind.simulator.client;

/** What came of one request to the service. */
public sealed interface DeviceAnswer {
    /** 200; {@code body} may be empty. */
    record Ok(byte[] body) implements DeviceAnswer {}

    /** 204. */
    record NoContent() implements DeviceAnswer {}

    /** Any other status. */
    record Refused(int status) implements DeviceAnswer {}

    /** @param detail what happened, with the address; fit for a person */
    record NoAnswer(LinkFault fault, String detail) implements DeviceAnswer {}
}
