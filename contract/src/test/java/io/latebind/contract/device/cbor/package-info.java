@NullMarked
package io.latebind.contract.device.cbor;

import org.jspecify.annotations.NullMarked;
