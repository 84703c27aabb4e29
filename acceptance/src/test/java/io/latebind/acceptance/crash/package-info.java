/** What devices lived through, compared with what the service says. */
@NullMarked
package io.latebind.acceptance.crash;

import org.jspecify.annotations.NullMarked;
