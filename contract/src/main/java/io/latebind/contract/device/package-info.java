/**
 * The messages between the service and a device: provisioning commands one way, responses the other (specification 6.1).
 * Pure data; {@code device.cbor} turns it into bytes and back.
 */
@NullMarked
package io.latebind.contract.device;

import org.jspecify.annotations.NullMarked;
