package io.latebind.server.provisioning.rule;

import io.latebind.server.kernel.RuleId;

/**
 * What a device has had of a rule, to be stored with the queue that shows it.
 *
 * @param version the newest one that it got; 0 for none
 * @param waiting the queue has no room for the rule, and the history says so
 */
public record RuleMark(RuleId rule, int version, boolean waiting) {}
