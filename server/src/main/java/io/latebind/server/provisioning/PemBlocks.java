package io.latebind.server.provisioning;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PEM (RFC 7468) as it may go into an AT command: parsed and written anew with LF, the blocks alone. Anything else would reach the
 * modem inside a quoted string. Pure.
 */
public final class PemBlocks {
    /** No device can take more in one command. */
    public static final int MAX_LENGTH = 32768;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,64})-----([^-]{0,40000})-----END ([A-Z0-9 ]{1,64})-----");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]+={0,2}");
    private static final int LINE_LENGTH = 64;

    private PemBlocks() {}

    /** One block: its label and its bytes. */
    public record Block(String label, byte[] der) {
        @Override
        public String toString() {
            return label;
        }
    }

    /** The blocks in {@code text}; bad when there is none, anything stands outside them, or one is not base64. */
    public static Checked<List<Block>> parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Checked.Bad<>(
                    "has " + text.length() + " characters, and no device takes more than " + MAX_LENGTH);
        }
        List<Block> blocks = new ArrayList<>();
        Matcher block = BLOCK.matcher(text);
        int end = 0;
        while (block.find()) {
            if (!text.substring(end, block.start()).isBlank()) {
                return outside();
            }
            if (!block.group(1).equals(block.group(3))) {
                return new Checked.Bad<>("begins a block " + block.group(1) + " and ends it as " + block.group(3));
            }
            String base64 = block.group(2).replaceAll("[ \\t\\r\\n]", "");
            Checked<byte[]> der = decode(base64, block.group(1));
            switch (der) {
                case Checked.Bad<byte[]>(String reason) -> {
                    return new Checked.Bad<>(reason);
                }
                case Checked.Good<byte[]>(byte[] bytes) -> blocks.add(new Block(block.group(1), bytes));
            }
            end = block.end();
        }
        if (blocks.isEmpty()) {
            return new Checked.Bad<>("holds no whole PEM block (-----BEGIN …----- to -----END …-----)");
        }
        return text.substring(end).isBlank() ? new Checked.Good<>(List.copyOf(blocks)) : outside();
    }

    private static Checked<byte[]> decode(String base64, String label) {
        if (base64.contains("...") || base64.contains("…")) {
            return new Checked.Bad<>("is a shortened PEM: the block " + label
                    + " contains \"...\", as documents print it; send the whole block");
        }
        if (!BASE64.matcher(base64).matches()) {
            return new Checked.Bad<>("has a block " + label + " that is not base64");
        }
        try {
            return new Checked.Good<>(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException badPadding) {
            return new Checked.Bad<>("has a block " + label + " whose base64 is cut or wrongly padded");
        }
    }

    /** The blocks as text: 64 characters a line, LF, nothing between them. */
    public static String write(List<Block> blocks) {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks) {
            text.append("-----BEGIN ").append(block.label()).append("-----\n");
            String base64 = Base64.getEncoder().encodeToString(block.der());
            for (int i = 0; i < base64.length(); i += LINE_LENGTH) {
                text.append(base64, i, Math.min(base64.length(), i + LINE_LENGTH))
                        .append('\n');
            }
            text.append("-----END ").append(block.label()).append("-----\n");
        }
        return text.toString();
    }

    private static Checked<List<Block>> outside() {
        return new Checked.Bad<>("has text outside its PEM blocks; send the blocks alone");
    }
}
