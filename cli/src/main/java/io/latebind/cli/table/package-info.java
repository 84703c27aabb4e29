/** What commands print: tables, and texts that cannot steer the terminal. */
@NullMarked
package io.latebind.cli.table;

import org.jspecify.annotations.NullMarked;
