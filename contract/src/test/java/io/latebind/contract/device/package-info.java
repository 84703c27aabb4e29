@NullMarked
package io.latebind.contract.device;

import org.jspecify.annotations.NullMarked;
