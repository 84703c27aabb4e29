/**
 * Background operations that survive a restart and run once. Promise: the progress of an operation is stored in the transaction of
 * what was done, by the process that holds the operation at that moment; so no part is done twice and none is lost, whatever dies when.
 */
@NullMarked
package io.latebind.server.job;

import org.jspecify.annotations.NullMarked;
