package io.latebind.server.provisioning;

/**
 * What a device can take, as it said in its fetch (specification 3.2).
 *
 * @param rxMaxSize bytes of an encoded batch, 64..65535
 * @param txMaxSize bytes of an encoded report, 64..65535
 * @param limit records in a batch, 1..64
 */
public record DeviceBuffers(int rxMaxSize, int txMaxSize, int limit) {
    public static final int MIN_SIZE = 64;
    public static final int MAX_SIZE = 65535;
    public static final int MAX_LIMIT = 64;
    /** What the official client means when it says nothing. */
    public static final DeviceBuffers DEFAULT = new DeviceBuffers(1024, 2048, 10);

    public DeviceBuffers {
        requireSize(rxMaxSize);
        requireSize(txMaxSize);
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit " + limit + " is not in 1.." + MAX_LIMIT);
        }
    }

    private static void requireSize(int size) {
        if (size < MIN_SIZE || size > MAX_SIZE) {
            throw new IllegalArgumentException("size " + size + " is not in " + MIN_SIZE + ".." + MAX_SIZE);
        }
    }
}
