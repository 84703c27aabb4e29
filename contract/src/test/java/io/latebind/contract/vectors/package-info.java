/** The published test vectors, made by another implementation: the independent party in every test of this module. */
@NullMarked
package io.latebind.contract.vectors;

import org.jspecify.annotations.NullMarked;
