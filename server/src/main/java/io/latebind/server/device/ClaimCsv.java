package io.latebind.server.device;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.latebind.server.kernel.Outcome;
import io.latebind.server.kernel.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * A file of claims: rows {@code "<token>"[,"tag1,tag2"]}, without a header (specification 7). UTF-8, with or without a byte order mark;
 * LF, CR LF or CR; quotes only where they are needed; blank lines are passed over; tags may also stand in columns of their own. It is
 * read anew each time, and never held in memory as more than its bytes and the rows that are looked at.
 */
public final class ClaimCsv {
    /** In one field, in characters: a token has about 200, and as many tags as a device may bear have 6500. */
    private static final int MAX_FIELD = 8 * 1024;

    private static final int MAX_ROW = 2 * MAX_FIELD;
    /** A token, and a column for each tag. */
    private static final int MAX_COLUMNS = 1 + TagRules.MAX_TAGS;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] bytes;
    private final int rows;

    private ClaimCsv(byte[] bytes, int rows) {
        this.bytes = bytes;
        this.rows = rows;
    }

    /** Refused as a whole when it is no CSV in UTF-8, has no row, or more than {@code maxRows} (BAD_CSV). */
    public static Outcome<ClaimCsv> check(byte[] bytes, int maxRows) {
        int rows = 0;
        try (CsvReader<CsvRecord> reader = open(bytes)) {
            for (CsvRecord csv : reader) {
                if (csv.getFields().stream().anyMatch(field -> field.indexOf('\0') >= 0)) {
                    return refused("line " + csv.getStartingLineNumber()
                            + " holds U+0000; send the file in UTF-8, not in UTF-16");
                }
                rows += blank(csv) ? 0 : 1;
                if (rows > maxRows) {
                    return refused("it has more than " + maxRows
                            + " rows, the most that this call takes; split it, or send it to POST /v1/claimed-devices/bulk,"
                            + " which takes 100000");
                }
            }
        } catch (CsvParseException malformed) {
            return refused(String.valueOf(malformed.getMessage()));
        } catch (UncheckedIOException | IOException notUtf8) {
            return refused("behind its first " + rows + " rows comes what is not UTF-8");
        }
        return rows == 0
                ? refused("there is no row in it; a row is a token, and perhaps tags: \"<token>\",\"tag1,tag2\"")
                : Outcome.done(new ClaimCsv(bytes, rows));
    }

    public int rows() {
        return rows;
    }

    public List<ClaimRow> all() {
        List<ClaimRow> all = new ArrayList<>(rows);
        inParts(rows, all::addAll);
        return all;
    }

    /** The rows in their order, at most {@code size} at a time. */
    public void inParts(int size, Consumer<List<ClaimRow>> each) {
        List<ClaimRow> part = new ArrayList<>(size);
        int row = 0;
        try (CsvReader<CsvRecord> reader = open(bytes)) {
            for (CsvRecord csv : reader) {
                if (blank(csv)) {
                    continue;
                }
                List<String> fields = csv.getFields();
                part.add(
                        new ClaimRow(row, fields.getFirst().strip(), TagRules.split(fields.subList(1, fields.size()))));
                row++;
                if (part.size() == size) {
                    each.accept(List.copyOf(part));
                    part.clear();
                }
            }
        } catch (IOException fault) {
            throw new UncheckedIOException("bytes that were read before cannot be read again", fault);
        }
        if (!part.isEmpty()) {
            each.accept(List.copyOf(part));
        }
    }

    private static boolean blank(CsvRecord csv) {
        return csv.getFields().stream().allMatch(String::isBlank);
    }

    private static CsvReader<CsvRecord> open(byte[] bytes) {
        int start = startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        // strict: what is not UTF-8 is refused, not replaced
        Reader text = new InputStreamReader(
                new ByteArrayInputStream(bytes, start, bytes.length - start),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        return CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(true)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(MAX_COLUMNS)
                                .maxFieldSize(MAX_FIELD)
                                .maxRecordSize(MAX_ROW)
                                .build(),
                        text);
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(BYTE_ORDER_MARK, Arrays.copyOf(bytes, BYTE_ORDER_MARK.length));
    }

    private static Outcome<ClaimCsv> refused(String reason) {
        return Outcome.refused(RefusalCode.BAD_CSV, "The CSV cannot be read: " + reason + ".");
    }
}
