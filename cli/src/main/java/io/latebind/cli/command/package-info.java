/** {@code commands}: the provisioning configuration of a device. */
@NullMarked
package io.latebind.cli.command;

import org.jspecify.annotations.NullMarked;
