/**
 * A modem as its AT command interface shows it: an identity key, credentials in security tags, tokens that it signs
 * (specification 4, 5 and the last paragraph of 6.4).
 */
@NullMarked
package io.latebind.simulator.modem;

import org.jspecify.annotations.NullMarked;
