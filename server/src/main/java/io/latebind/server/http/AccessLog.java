package io.latebind.server.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** One line a request: never the query, header fields or bodies, where keys and secrets are. */
final class AccessLog {
    private static final Logger LOG = LoggerFactory.getLogger("io.latebind.server.http.access");
    private static final int MAX_PATH_CHARACTERS = 200;

    /** Asked by a machine every few seconds, for as long as the service runs. */
    private static final String METRICS = "/metrics";

    private final Level level;

    /** Users' calls are worth a line each; devices' come by the thousand and have a history of their own. */
    AccessLog(Voice voice) {
        this.level = switch (voice) {
            case ApiVoice _ -> Level.INFO;
            case DeviceVoice _ -> Level.DEBUG;
        };
    }

    void answered(String method, String rawPath, int status, long millis, String requestId) {
        LOG.atLevel(rawPath.equals(METRICS) ? Level.DEBUG : level)
                .addKeyValue("requestId", requestId)
                .addArgument(method)
                .addArgument(
                        rawPath.length() <= MAX_PATH_CHARACTERS ? rawPath : rawPath.substring(0, MAX_PATH_CHARACTERS))
                .addArgument(status)
                .addArgument(millis)
                .log("{} {} {} {} ms");
    }
}
