package io.latebind.server.coap;

import java.util.Arrays;
import java.util.Optional;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Response;

/**
 * The payload of an answer, whole, and what goes with each of its blocks (RFC 7959, Block2).
 *
 * @param etag one for each body: the blocks of two answers are never mixed (RFC 7959, 2.4)
 */
record AnswerBody(CoapStatus status, byte[] content, byte[] etag, Optional<Integer> contentFormat) {
    /** 512 bytes: they fit a datagram on every link, whatever the modem's buffers. */
    private static final int LARGEST_SZX = 5;

    static final BlockOption FIRST = new BlockOption(LARGEST_SZX, false, 0);

    /** Whether there is a block behind this one. */
    boolean goesOnBehind(BlockOption wanted) {
        return wanted.getOffset() + size(wanted) < content.length;
    }

    Response whole() {
        Response response = bare();
        response.setPayload(content);
        return response;
    }

    /**
     * The block that begins where the wanted one does, and is not larger.
     *
     * @return empty when the body ends before it
     */
    Optional<Response> block(BlockOption wanted) {
        int from = wanted.getOffset();
        if (from >= content.length) {
            return Optional.empty();
        }
        int size = size(wanted);
        Response response = bare();
        response.setPayload(Arrays.copyOfRange(content, from, Math.min(content.length, from + size)));
        OptionSet options = response.getOptions();
        options.setBlock2(szx(wanted), goesOnBehind(wanted), from / size);
        if (from == 0) {
            options.setSize2(content.length);
        }
        return Optional.of(response);
    }

    private Response bare() {
        Response response = new Response(status.code());
        contentFormat.ifPresent(response.getOptions()::setContentFormat);
        response.getOptions().addETag(etag);
        return response;
    }

    private static int szx(BlockOption wanted) {
        return Math.min(wanted.getSzx(), LARGEST_SZX);
    }

    private static int size(BlockOption wanted) {
        return BlockOption.szx2Size(szx(wanted));
    }
}
