/** The hash chain of an audit trail: written by the service, checked by whoever holds an export. */
@NullMarked
package io.latebind.contract.audit;

import org.jspecify.annotations.NullMarked;
