package io.latebind.simulator.client;

/**
 * What fits into a device (specification 3.2, 6.4).
 *
 * @param records most records in one batch
 * @param rxMaxSize most bytes in an answer with commands
 * @param txMaxSize most bytes in a report
 * @param atBuffer characters of the AT command buffer, the end mark counted: the longest command has one less
 */
public record ClientLimits(int records, int rxMaxSize, int txMaxSize, int atBuffer) {
    /** As the official client is configured when nobody changes it. */
    public static final ClientLimits DEFAULTS = new ClientLimits(10, 1024, 2048, 1792);
}
