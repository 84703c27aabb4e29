/** How log events look on stderr: one event a line, for people or as JSON. */
@NullMarked
package io.latebind.cli.logging;

import org.jspecify.annotations.NullMarked;
