/** {@code certificates}, {@code authorities} and {@code profiles}: what the service issues, by whom, and the hand-over to clouds. */
@NullMarked
package io.latebind.cli.certificate;

import org.jspecify.annotations.NullMarked;
