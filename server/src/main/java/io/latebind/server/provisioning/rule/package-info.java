/**
 * Provisioning rules and the tags that they are bound to (specification 7.2). Promise: a rule's commands come to each device that bears one
 * of its tags once, as a whole, in the transaction of the fetch that delivers the first of them.
 */
@NullMarked
package io.latebind.server.provisioning.rule;

import org.jspecify.annotations.NullMarked;
