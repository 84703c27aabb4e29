package io.latebind.simulator.client;

/** The way to the service. Used by many devices at once; blocks the calling thread. */
public interface DeviceTransport {
    DeviceAnswer fetch(FetchQuery query, String jwt);

    /** @param responses CBOR of specification 6.1 */
    DeviceAnswer report(byte[] responses, String jwt);
}
