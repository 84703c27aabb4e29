/** Black-box tests: processes of the assembled distribution, and devices of their own. */
@NullMarked
package io.latebind.acceptance;

import org.jspecify.annotations.NullMarked;
