/** {@code rules} and {@code tags}: what groups of devices get; rules as a file, with a plan before they are applied. */
@NullMarked
package io.latebind.cli.rule;

import org.jspecify.annotations.NullMarked;
