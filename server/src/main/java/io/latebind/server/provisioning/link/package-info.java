/** What a device calls, whatever the transport: fetch and report. */
@NullMarked
package io.latebind.server.provisioning.link;

import org.jspecify.annotations.NullMarked;
