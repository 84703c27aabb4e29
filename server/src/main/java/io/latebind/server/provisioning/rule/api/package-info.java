/** The REST calls on rules and tags. */
@NullMarked
package io.latebind.server.provisioning.rule.api;

import org.jspecify.annotations.NullMarked;
