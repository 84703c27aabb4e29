package io.latebind.cli.client;

import java.util.Optional;

/** What to do about a refusal, where its own message cannot know: which of this program's commands helps. */
final class RefusalHint {
    private static final String DEVICE = "/v1/claimed-devices/";

    private RefusalHint() {}

    static Optional<String> of(int status, int code, Call call, Optional<String> retryAfter) {
        return switch (status) {
            case 401 ->
                Optional.of(
                        "Set LATEBIND_API_KEY to a key of this service, or name a file that holds one with --api-key-file."
                                + " The owner's first key is in <data-dir>/owner.key of the service.");
            case 403 -> Optional.of("`latebind account` shows whose key this is and its role.");
            case 404 -> notFound(code, call.resource().path());
            case 409 -> conflict(call.resource().path());
            case 429, 503 -> Optional.of("Try again in " + retryAfter.orElse("a few") + " seconds.");
            default -> Optional.empty();
        };
    }

    private static Optional<String> notFound(int code, String path) {
        if (code == 40401) {
            return Optional.of(
                    "This service may be older than this program: compare `latebind version` on both sides.");
        }
        return listing(path).map(list -> "`" + list + "` shows what there is.");
    }

    private static Optional<String> conflict(String path) {
        return path.startsWith(DEVICE)
                ? Optional.of("`latebind devices show " + segment(path, 3) + "` shows the device and its queue.")
                : Optional.empty();
    }

    private static Optional<String> listing(String path) {
        if (path.startsWith(DEVICE)) {
            String[] segments = path.split("/", -1);
            return Optional.of(
                    segments.length > 5 && segments[4].equals("provisioning")
                            ? "latebind commands list " + segments[3]
                            : "latebind devices list");
        }
        return switch (segment(path, 2)) {
            case "provisioning-rules" -> Optional.of("latebind rules list");
            case "provisioning" -> Optional.of("latebind tags list");
            case "identities" -> Optional.of("latebind identities list");
            case "api-keys" -> Optional.of("latebind keys list");
            case "members" -> Optional.of("latebind members list");
            case "teams" -> Optional.of("latebind teams list");
            case "certificate-authorities" -> Optional.of("latebind authorities list");
            case "certificate-profiles" -> Optional.of("latebind profiles list");
            case "certificates" -> Optional.of("latebind certificates list");
            case "webhooks" -> Optional.of("latebind webhooks list");
            case "bulk-ops-requests" -> Optional.of("latebind bulk list");
            default -> Optional.empty();
        };
    }

    private static String segment(String path, int index) {
        String[] segments = path.split("/", -1);
        return index < segments.length ? segments[index] : "";
    }
}
