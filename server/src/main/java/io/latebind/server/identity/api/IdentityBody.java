package io.latebind.server.identity.api;

import io.latebind.server.http.BodyFields;
import io.latebind.server.http.CsvBody;
import io.latebind.server.http.HttpCall;
import io.latebind.server.http.JsonBody;
import io.latebind.server.identity.ImportRow;
import io.latebind.server.identity.ImportRules;
import io.latebind.server.identity.ImportText;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The body of an import: CSV, {@code {"identities":[…]}}, or one entry. */
final class IdentityBody {
    private static final int MAX_JSON_BYTES = 1024 * 1024;

    private IdentityBody() {}

    /** Refused when it is neither (UNSUPPORTED_MEDIA_TYPE, MALFORMED_BODY, BAD_CSV), or JSON that is too large or no import (BAD_FIELD). */
    static Outcome<List<ImportRow>> read(HttpCall call) {
        if (CsvBody.besideJson(call)) {
            return IdentityCsv.read(call.body());
        }
        if (call.body().length > MAX_JSON_BYTES) {
            return Outcome.refused(
                    RefusalCode.BODY_TOO_LARGE,
                    "A body in JSON has at most 1 MiB; send more entries as CSV (content type text/csv), or in several calls.");
        }
        return JsonBody.fields(call).then(body -> body.has("identities") ? entries(body) : one(body));
    }

    /** An entry that stands alone is refused as any other body is: field by field. */
    private static Outcome<List<ImportRow>> one(BodyFields body) {
        body.knows(List.of("identities"));
        return text(body).then(text -> switch (ImportRules.judge(0, text)) {
            case ImportRow.Good good -> Outcome.done(List.<ImportRow>of(good));
            case ImportRow.Bad bad -> Outcome.refused(RefusalCode.BAD_FIELD, bad.message());
        });
    }

    private static Outcome<List<ImportRow>> entries(BodyFields body) {
        Optional<List<BodyFields>> objects = body.objectsApart("identities");
        objects.filter(List::isEmpty)
                .ifPresent(_ -> body.problem("identities", body.pointer("identities") + " must not be empty."));
        return body.accept(() -> {
            List<ImportRow> rows = new ArrayList<>();
            for (BodyFields each : objects.orElseThrow()) {
                int row = rows.size();
                rows.add(
                        switch (text(each)) {
                            case Outcome.Done<ImportText>(ImportText text) -> ImportRules.judge(row, text);
                            case Outcome.Refused<ImportText>(var refusal) -> ImportRow.Bad.of(row, refusal);
                        });
            }
            return rows;
        });
    }

    private static Outcome<ImportText> text(BodyFields entry) {
        String uuid = entry.requireText("uuid");
        String publicKey = entry.requireText("publicKey");
        Optional<String> imei = entry.optionalText("imei");
        Optional<String> deviceType = entry.optionalTextOrInteger("deviceType");
        return entry.accept(() -> new ImportText(uuid, publicKey, imei, deviceType));
    }
}
