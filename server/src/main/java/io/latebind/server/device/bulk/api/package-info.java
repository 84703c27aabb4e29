/** The REST calls on bulk claims. */
@NullMarked
package io.latebind.server.device.bulk.api;

import org.jspecify.annotations.NullMarked;
