package io.latebind.server.provisioning.link;

import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import io.latebind.server.provisioning.VisitOutcome;

/** What the transport finds wrong with a visit before anything is done for it. The device hears a bare status; its history tells. */
record VisitFault(VisitOutcome outcome, HistoryEntry line) {
    /** @param reason names the parameter */
    static VisitFault badParameter(String reason) {
        return new VisitFault(
                VisitOutcome.BAD_PARAMETER,
                HistoryEntry.of(Kind.BAD_PARAMETER, "asked for commands and was answered 400: " + reason));
    }

    /** @param given as the device wrote it, shortened; empty when there was none */
    static VisitFault contentType(String given) {
        return new VisitFault(
                VisitOutcome.WRONG_CONTENT_TYPE,
                HistoryEntry.of(
                        Kind.WRONG_CONTENT_TYPE,
                        "sent a report " + (given.isEmpty() ? "without a content type" : "as \"" + given + "\"")
                                + " instead of application/cbor and was answered 415: nothing was recorded"));
    }
}
