package io.latebind.server.config;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where the API port is reached from outside; it stands in certificates.
 *
 * @param text {@code http(s)://host[:port][/path]}, without a slash at its end
 */
public record PublicUrl(String text) {
    /** Longer ones make certificates that modems cannot take. */
    private static final int MOST_CHARACTERS = 128;

    static ParsedValue parse(String text) {
        String url = text.strip();
        String bare = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        return bare.length() <= MOST_CHARACTERS && isOne(bare)
                ? new ParsedValue.Good(new PublicUrl(bare))
                : new ParsedValue.Wrong(
                        "must be a URL like https://latebind.example.com, without user, query and fragment, of at most "
                                + MOST_CHARACTERS + " characters");
    }

    private static boolean isOne(String text) {
        try {
            URI url = new URI(text);
            boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            return web
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
        } catch (URISyntaxException none) {
            return false;
        }
    }
}
