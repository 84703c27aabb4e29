/** Checks calls of the REST API and of the devices against openapi.yaml; for the tests of all modules. */
@NullMarked
package io.latebind.contract.rest;

import org.jspecify.annotations.NullMarked;
