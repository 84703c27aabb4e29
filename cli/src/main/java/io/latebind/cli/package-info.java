/** The latebind program: the only main of the project. */
@NullMarked
package io.latebind.cli;

import org.jspecify.annotations.NullMarked;
