package io.latebind.cli.device;

import io.latebind.cli.client.CommandFailed;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A device to claim.
 *
 * @param line where it stands in the user's file, from 1
 */
record ClaimRow(int line, String token, List<String> tags) {
    /** {@code token}, {@code "token"}, each with or without tags behind a comma; the tags in quotes when there are several. */
    private static final Pattern ROW =
            Pattern.compile("\\s*\"?([A-Za-z0-9._-]+)\"?\\s*(?:,\\s*(?:\"([^\"]*)\"|([^\"]*)))?\\s*");

    /** Lines that are empty or begin with {@code #} are left out. */
    static List<ClaimRow> read(String text, List<String> tagsOfAll) {
        List<ClaimRow> rows = new ArrayList<>();
        int line = 0;
        for (String content : text.lines().toList()) {
            line++;
            if (!content.isBlank() && !content.startsWith("#")) {
                rows.add(row(line, content, tagsOfAll));
            }
        }
        return rows;
    }

    private static ClaimRow row(int line, String content, List<String> tagsOfAll) {
        Matcher row = ROW.matcher(content);
        if (!row.matches()) {
            throw CommandFailed.wrongWords(
                    "Line " + line + " is no token with tags.",
                    "Write lines like \"<token>\" or \"<token>\",\"tag1,tag2\".");
        }
        String own = row.group(2) != null ? row.group(2) : row.group(3) != null ? row.group(3) : "";
        return new ClaimRow(
                line,
                row.group(1),
                Stream.concat(TagList.split(own).stream(), tagsOfAll.stream())
                        .distinct()
                        .toList());
    }

    /** As the service reads it. */
    String csv() {
        return "\"" + token + "\""
                + (tags.isEmpty() ? "" : ",\"" + String.join(",", tags).replace("\"", "\"\"") + "\"");
    }

    static String csv(List<ClaimRow> rows) {
        StringBuilder csv = new StringBuilder();
        rows.forEach(row -> csv.append(row.csv()).append('\n'));
        return csv.toString();
    }
}
