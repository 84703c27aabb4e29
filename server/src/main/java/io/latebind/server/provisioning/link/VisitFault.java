package io.latebind.server.provisioning.link;

import io.latebind.server.provisioning.HistoryEntry;
import io.latebind.server.provisioning.HistoryEntry.Kind;
import io.latebind.server.provisioning.VisitOutcome;

/** What the transport finds wrong with a visit before anything is done for it. The device hears a bare status; its history tells. */
record VisitFault(VisitOutcome outcome, HistoryEntry line) {
    /**
     * @param reason names the parameter
     * @param status that the device was answered
     */
    static VisitFault badParameter(String reason, String status) {
        return new VisitFault(
                VisitOutcome.BAD_PARAMETER,
                HistoryEntry.of(Kind.BAD_PARAMETER, "asked for commands and was answered " + status + ": " + reason));
    }

    /** @param wanted the CoAP content format that the device takes (RFC 7252, 12.3) */
    static VisitFault notAcceptable(int wanted) {
        return new VisitFault(
                VisitOutcome.NOT_ACCEPTABLE,
                HistoryEntry.of(
                        Kind.BAD_PARAMETER,
                        "asked for commands in the content format " + wanted
                                + " and was answered 4.06: there is only 60, application/cbor"));
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
