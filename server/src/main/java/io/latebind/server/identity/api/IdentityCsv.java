package io.latebind.server.identity.api;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.latebind.server.identity.ImportRow;
import io.latebind.server.identity.ImportRules;
import io.latebind.server.identity.ImportText;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An import as CSV (RFC 4180): {@code uuid,publicKey,imei,deviceType}, or a first line that names these columns in any order. */
final class IdentityCsv {
    private static final List<String> COLUMNS = List.of("uuid", "publicKey", "imei", "deviceType");
    /** In one field, in characters: a key in PEM has 178. */
    private static final int MAX_FIELD = 4 * 1024;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private IdentityCsv() {}

    /** Refused when it cannot be read as CSV at all (BAD_CSV); rows that are bad by themselves are judged so. */
    static Outcome<List<ImportRow>> read(byte[] body) {
        List<ImportRow> rows = new ArrayList<>();
        long line = 0;
        try (CsvReader<CsvRecord> csv = reader(body)) {
            Optional<Columns> columns = Optional.empty();
            for (CsvRecord each : csv) {
                line = each.getStartingLineNumber();
                if (columns.isEmpty()) {
                    Outcome<Columns> found = Columns.of(each.getFields());
                    if (found instanceof Outcome.Refused<Columns> refused) {
                        return Outcome.refused(refused.refusal());
                    }
                    columns = Optional.of(((Outcome.Done<Columns>) found).value());
                    if (columns.get().named()) {
                        continue;
                    }
                }
                rows.add(judged(rows.size(), each, columns.get()));
            }
        } catch (CsvParseException malformed) {
            return bad("The CSV is malformed behind line " + line
                    + ": a quote is not closed, something follows behind a closing one, or a field is longer than "
                    + MAX_FIELD
                    + " characters. A quote inside of quotes is written twice.");
        } catch (IOException | UncheckedIOException notUtf8) {
            return bad("The CSV is not UTF-8 behind line " + line + ".");
        }
        return rows.isEmpty()
                ? bad("The CSV has no rows; a row is uuid,publicKey[,imei[,deviceType]].")
                : Outcome.done(rows);
    }

    private static CsvReader<CsvRecord> reader(byte[] body) {
        int from = startsWithByteOrderMark(body) ? BYTE_ORDER_MARK.length : 0;
        return CsvReader.builder()
                .allowUnclosedQuote(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .build(
                        CsvRecordHandler.builder().maxFieldSize(MAX_FIELD).build(),
                        new InputStreamReader(
                                new ByteArrayInputStream(body, from, body.length - from),
                                // of its own, because the shared one puts a sign in the place of what is not UTF-8
                                StandardCharsets.UTF_8.newDecoder()));
    }

    private static boolean startsWithByteOrderMark(byte[] body) {
        return body.length >= BYTE_ORDER_MARK.length
                && body[0] == BYTE_ORDER_MARK[0]
                && body[1] == BYTE_ORDER_MARK[1]
                && body[2] == BYTE_ORDER_MARK[2];
    }

    private static ImportRow judged(int row, CsvRecord line, Columns columns) {
        String place = "line " + line.getStartingLineNumber() + ": ";
        if (line.getFieldCount() > columns.names().size()) {
            return new ImportRow.Bad(
                    row,
                    place + "it has " + line.getFieldCount() + " columns, at most "
                            + columns.names().size() + " are expected: "
                            + String.join(",", columns.names()));
        }
        ImportText text = new ImportText(
                columns.value(line, "uuid").orElse(""),
                columns.value(line, "publicKey").orElse(""),
                columns.value(line, "imei"),
                columns.value(line, "deviceType"));
        return switch (ImportRules.judge(row, text)) {
            case ImportRow.Good good -> good;
            case ImportRow.Bad(int at, String message) -> new ImportRow.Bad(at, place + message);
        };
    }

    private static <T> Outcome<T> bad(String detail) {
        return Outcome.refused(RefusalCode.BAD_CSV, detail);
    }

    /** @param named whether the first line names them */
    private record Columns(List<String> names, boolean named) {
        /** Refused when the first line names columns, and one of them twice, a strange one, or not the two that must be there. */
        static Outcome<Columns> of(List<String> first) {
            if (first.stream().noneMatch(name -> name.strip().equalsIgnoreCase("uuid"))) {
                return Outcome.done(new Columns(COLUMNS, false));
            }
            List<String> names = new ArrayList<>();
            Set<String> seen = new HashSet<>();
            for (String each : first) {
                Optional<String> known = COLUMNS.stream()
                        .filter(column -> column.equalsIgnoreCase(each.strip()))
                        .findFirst();
                if (known.isEmpty() || !seen.add(known.get())) {
                    return bad("Column " + (names.size() + 1) + " of the first line is "
                            + (known.isEmpty() ? "none that is known" : known.get() + " once more") + "; known: "
                            + String.join(", ", COLUMNS) + ".");
                }
                names.add(known.get());
            }
            return seen.contains("publicKey")
                    ? Outcome.done(new Columns(names, true))
                    : bad("The first line names no column publicKey.");
        }

        Optional<String> value(CsvRecord line, String name) {
            int column = names.indexOf(name);
            return column < 0 || column >= line.getFieldCount() ? Optional.empty() : Optional.of(line.getField(column));
        }
    }
}
