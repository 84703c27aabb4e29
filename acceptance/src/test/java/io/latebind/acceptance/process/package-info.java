/** The program from outside: its processes, its REST API, its directories. */
@NullMarked
package io.latebind.acceptance.process;

import org.jspecify.annotations.NullMarked;
