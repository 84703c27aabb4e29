/** What {@code serve --demo} shows a newcomer: simulated devices that are claimed and provisioned over the real ports. */
@NullMarked
package io.latebind.cli.demo;

import org.jspecify.annotations.NullMarked;
