package io.latebind.server.provisioning.rule;

/**
 * A rule that is bound to one of a device's tags, and how the two stand.
 *
 * @param rule its commands are there only when it is due
 * @param received the newest version that the device has had since its claim or its last whole reset; 0 for none
 * @param waiting the queue had no room for it when the device came last
 * @param trusted false: the rule, or a certificate authority that its commands name, is for devices of the identity registry alone and
 *     this one is not in it; or such an authority is gone or retired
 */
public record BoundRule(ProvisioningRule rule, int received, boolean waiting, boolean trusted) {
    /** Whether the device is to get the rule's newest version. */
    public boolean due() {
        return rule.active() && received < rule.appliedVersion();
    }
}
