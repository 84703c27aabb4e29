package io.latebind.server.audit.api;

import io.latebind.server.audit.AuditLine;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** An event with its place in the chain, as REST shows it. */
final class AuditLines {
    private static final JsonMapper JSON = JsonMapper.shared();

    private AuditLines() {}

    static ObjectNode shown(AuditLine line) {
        ObjectNode shown = JSON.createObjectNode();
        shown.put("sequence", line.sequence());
        shown.put("previousHash", line.previousHash());
        shown.put("hash", line.hash());
        shown.setAll((ObjectNode) JSON.readTree(line.event()));
        return shown;
    }
}
