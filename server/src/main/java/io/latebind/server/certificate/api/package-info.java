/** The REST calls on certificate authorities, profiles and certificates, and what verifiers fetch: revocation lists and OCSP. */
@NullMarked
package io.latebind.server.certificate.api;

import org.jspecify.annotations.NullMarked;
