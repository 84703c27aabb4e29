/**
 * Who changed what. Promise: every change that a user makes has its event, written in the transaction of the change; each event of
 * a team carries the hash of the one before it, so that a removed or altered one is found.
 */
@NullMarked
package io.latebind.server.audit;

import org.jspecify.annotations.NullMarked;
