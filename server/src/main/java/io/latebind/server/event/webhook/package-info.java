/**
 * Events sent to where a team wants them. Promise: each event is delivered at least once, or kept as a dead letter that says why not;
 * a receiver that is slow or gone holds up no other; nothing is sent to addresses that the operator has not opened.
 */
@NullMarked
package io.latebind.server.event.webhook;

import org.jspecify.annotations.NullMarked;
