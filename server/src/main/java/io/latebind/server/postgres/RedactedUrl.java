package io.latebind.server.postgres;

import java.util.regex.Pattern;

/** A database URL without what must not be printed. */
final class RedactedUrl {
    private static final Pattern USER_INFO = Pattern.compile("//[^/?]*@");
    private static final Pattern SECRET_PARAMETER = Pattern.compile("(?i)([?&;][^=&]*password[^=&]*=)[^&]*");

    private RedactedUrl() {}

    static String of(String url) {
        String withoutUserInfo = USER_INFO.matcher(url).replaceAll("//[redacted]@");
        return SECRET_PARAMETER.matcher(withoutUserInfo).replaceAll("$1[redacted]");
    }
}
