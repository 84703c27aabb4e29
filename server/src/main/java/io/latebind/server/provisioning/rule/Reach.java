package io.latebind.server.provisioning.rule;

import java.util.List;

/**
 * Whom a rule reaches, and with how much, before it does so.
 *
 * @param commands that the rule adds to each device
 * @param bytesPerDevice that they take on their way, with the implicit {@code finished} behind them
 * @param warnings of commands that an ordinary device cannot hold
 */
public record Reach(Devices devices, int commands, int bytesPerDevice, List<String> warnings) {
    public Reach {
        warnings = List.copyOf(warnings);
    }

    /**
     * Numbers of devices; the last four have not had what the rule is to give them.
     *
     * @param tagged bear one of the rule's tags
     * @param received of these, have had the rule in some version
     * @param outdated of these, in an older one than the newest
     * @param willReceive get its commands at their next fetch, while the rule is active
     * @param waiting have no room in their queue
     * @param notTrusted have no entry in the identity registry, which the rule or a certificate authority that it names demands
     * @param suspended are in ERROR or BLOCKED
     */
    public record Devices(
            long tagged,
            long received,
            long outdated,
            long willReceive,
            long waiting,
            long notTrusted,
            long suspended) {
        /** Those that have not had it and may still get it. */
        long stillToCome() {
            return willReceive + waiting + suspended;
        }
    }
}
