package io.latebind.simulator.client;

/** One device's way to the service. Used by the device's own thread, which it blocks. */
public interface DeviceConnection extends AutoCloseable {
    DeviceAnswer fetch(FetchQuery query, String jwt);

    /** @param responses CBOR of specification 6.1 */
    DeviceAnswer report(byte[] responses, String jwt);

    /** The device has nothing more to say before its next visit. */
    default void visitEnds() {}

    /** What the device keeps in memory alone is gone: sessions above all. The service is not told. */
    default void powerLost() {}

    /** What went over the wire until now. */
    default Traffic traffic() {
        return Traffic.NONE;
    }

    @Override
    default void close() {}
}
