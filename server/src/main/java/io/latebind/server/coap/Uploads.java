package io.latebind.server.coap;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;

/**
 * Requests that come in blocks (RFC 7959, Block1): one at a time for each session, in order. All of them together have a limit, beyond
 * which the one that was quiet for longest is forgotten: its client is told 4.08, and begins anew. Safe for use by many threads.
 */
final class Uploads {
    /** What an upload costs besides its bytes. */
    private static final int OVERHEAD_BYTES = 512;

    /** What became of a block. */
    sealed interface Taken {
        /** It was the last one. */
        record Whole(byte[] payload) implements Taken {}

        /** The next one is expected. */
        record More(BlockOption block) implements Taken {}

        record Refused(CoapStatus status) implements Taken {}
    }

    private record Upload(String resource, ByteArrayOutputStream bytes) {
        int size() {
            return bytes.size();
        }

        int cost() {
            return OVERHEAD_BYTES + size();
        }
    }

    private final int mostBytesOfOne;
    private final int mostBytes;
    /** Those used lately are last. */
    private final Map<SessionKey, Upload> underWay = new LinkedHashMap<>(64, 0.75f, true);

    private int held;

    /**
     * @param mostBytesOfOne request
     * @param mostBytes of all of them
     */
    Uploads(int mostBytesOfOne, int mostBytes) {
        this.mostBytesOfOne = mostBytesOfOne;
        this.mostBytes = mostBytes;
    }

    /** How many bytes they hold now. */
    synchronized int held() {
        return held;
    }

    /**
     * @param resource that is requested, with its query
     * @param request has a Block1 option
     */
    synchronized Taken take(SessionKey session, String resource, Request request) {
        OptionSet options = request.getOptions();
        BlockOption block = options.getBlock1();
        byte[] payload = request.getPayload();
        if (block.isM() && payload.length != block.getSize()) {
            forget(session);
            return new Taken.Refused(CoapStatus.BAD_REQUEST);
        }
        if (block.getNum() == 0) {
            forget(session);
        }
        Upload upload = block.getNum() == 0
                ? new Upload(resource, new ByteArrayOutputStream(payload.length))
                : underWay.get(session);
        if (upload == null || !upload.resource().equals(resource) || block.getOffset() > upload.size()) {
            forget(session);
            return new Taken.Refused(CoapStatus.REQUEST_ENTITY_INCOMPLETE);
        }
        boolean announcedTooLarge = options.hasSize1() && options.getSize1() > mostBytesOfOne;
        if (announcedTooLarge || block.getOffset() + payload.length > mostBytesOfOne) {
            forget(session);
            return new Taken.Refused(CoapStatus.REQUEST_ENTITY_TOO_LARGE);
        }
        return added(session, upload, block, payload);
    }

    private Taken added(SessionKey session, Upload upload, BlockOption block, byte[] payload) {
        if (block.getOffset() < upload.size()) {
            // the client did not hear that the block came; it goes on from there
            return block.isM() && block.getOffset() + payload.length == upload.size()
                    ? new Taken.More(block)
                    : incomplete(session);
        }
        forget(session);
        upload.bytes().writeBytes(payload);
        if (!block.isM()) {
            return new Taken.Whole(upload.bytes().toByteArray());
        }
        underWay.put(session, upload);
        held += upload.cost();
        while (held > mostBytes) {
            forget(underWay.keySet().iterator().next());
        }
        return new Taken.More(block);
    }

    private Taken incomplete(SessionKey session) {
        forget(session);
        return new Taken.Refused(CoapStatus.REQUEST_ENTITY_INCOMPLETE);
    }

    private void forget(SessionKey session) {
        Upload gone = underWay.remove(session);
        if (gone != null) {
            held -= gone.cost();
        }
    }
}
