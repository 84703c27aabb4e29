package io.latebind.server.config;

import io.latebind.server.kernel.AddressBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the operator decides about callers.
 *
 * @param rateLimitPerMinute requests of one API key; 0 for any number
 * @param failuresPerMinute bad API keys or bad device proofs from one address; 0 for any number
 */
public record EdgeSettings(
        int rateLimitPerMinute, int failuresPerMinute, CorsOrigins corsOrigins, AddressBlocks trustedProxies) {
    /** No limits, no origins, no proxies. */
    public static final EdgeSettings OPEN =
            new EdgeSettings(0, 0, new CorsOrigins(List.of()), new AddressBlocks(List.of()));

    /** @param blocks at most 100 */
    public record AddressBlocks(List<AddressBlock> blocks) {
        private static final int MOST = 100;

        public AddressBlocks {
            blocks = List.copyOf(blocks);
        }

        static ParsedValue parse(String text) {
            List<AddressBlock> blocks = new ArrayList<>();
            for (String part : text.split(",", MOST + 1)) {
                AddressBlock.parse(part.strip()).ifPresent(blocks::add);
            }
            return blocks.size() == text.split(",", -1).length
                    ? new ParsedValue.Good(new AddressBlocks(blocks))
                    : new ParsedValue.Wrong("must be at most " + MOST
                            + " IP addresses or blocks like 10.0.0.0/8 or 2001:db8::/32, with commas between them");
        }
    }

    /** @param origins at most 100, as browsers send them, or {@code *} alone */
    public record CorsOrigins(List<String> origins) {
        private static final int MOST = 100;
        private static final Pattern ORIGIN =
                Pattern.compile("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:.]+](:[0-9]{1,5})?");

        public CorsOrigins {
            origins = List.copyOf(origins);
        }

        static ParsedValue parse(String text) {
            if (text.strip().equals("*")) {
                return new ParsedValue.Good(new CorsOrigins(List.of("*")));
            }
            List<String> origins =
                    Arrays.stream(text.split(",", -1)).map(String::strip).toList();
            return origins.size() <= MOST
                            && origins.stream()
                                    .allMatch(origin -> ORIGIN.matcher(origin).matches())
                    ? new ParsedValue.Good(new CorsOrigins(origins))
                    : new ParsedValue.Wrong(
                            "must be * or at most " + MOST
                                    + " origins like https://console.example.com, in lower case, without a path, with commas between them");
        }
    }
}
