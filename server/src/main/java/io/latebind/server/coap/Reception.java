package io.latebind.server.coap;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.californium.core.coap.BlockOption;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.OptionSet;
import org.eclipse.californium.core.coap.Request;
import org.eclipse.californium.core.coap.Response;
import org.eclipse.californium.elements.DtlsEndpointContext;
import org.eclipse.californium.elements.util.Bytes;

/**
 * Tells whole requests from the blocks of one. The blocks of an answer behind the first come from the stored body and are no requests of
 * their own (specification 3.1).
 */
final class Reception {
    /** What is to be done with a message. */
    sealed interface Step {
        /** A block among others: this is its answer. */
        record Block(Response response) implements Step {}

        /** @param path of a route, or {@link CoapObserver#UNKNOWN_PATH}: the others are more than figures can have */
        record Refuse(String path, CoapStatus status) implements Step {}

        record Call(CoapRoute route, SessionKey session, byte[] payload) implements Step {}
    }

    private final Map<String, List<CoapRoute>> routes;
    private final Uploads uploads;
    private final KeptBodies bodies;

    Reception(List<CoapRoute> routes, Uploads uploads, KeptBodies bodies) {
        this.routes = routes.stream().collect(Collectors.groupingBy(CoapRoute::path));
        this.uploads = uploads;
        this.bodies = bodies;
    }

    Step receive(Request request) {
        String path = request.getOptions().getUriPathString();
        List<CoapRoute> here = routes.getOrDefault(path, List.of());
        if (here.isEmpty()) {
            return new Step.Refuse(CoapObserver.UNKNOWN_PATH, CoapStatus.NOT_FOUND);
        }
        Optional<CoapRoute> route = here.stream()
                .filter(at -> at.method().name().equals(request.getCode().name()))
                .findFirst();
        if (route.isEmpty()) {
            return new Step.Refuse(path, CoapStatus.METHOD_NOT_ALLOWED);
        }
        Bytes session = request.getSourceContext().get(DtlsEndpointContext.KEY_SESSION_ID);
        if (session == null || session.isEmpty()) {
            return new Step.Refuse(path, CoapStatus.UNAUTHORIZED);
        }
        return receive(request, route.get(), SessionKey.of(session.getBytes()));
    }

    private Step receive(Request request, CoapRoute route, SessionKey session) {
        OptionSet options = request.getOptions();
        boolean laterBlock = options.hasBlock2() && options.getBlock2().getNum() > 0;
        if (options.hasBlock1()) {
            if (laterBlock) {
                // there is no answer yet of which this could be a block (RFC 7959, 3.3)
                return new Step.Refuse(route.path(), CoapStatus.BAD_REQUEST);
            }
            return switch (uploads.take(session, resource(request), request)) {
                case Uploads.Taken.Whole(byte[] payload) -> new Step.Call(route, session, payload);
                case Uploads.Taken.More(BlockOption block) -> {
                    Response response = new Response(ResponseCode.CONTINUE);
                    response.getOptions().setBlock1(block);
                    yield new Step.Block(response);
                }
                case Uploads.Taken.Refused(CoapStatus status) -> new Step.Refuse(route.path(), status);
            };
        }
        if (laterBlock) {
            return bodies.find(session, resource(request))
                    .<Step>map(body -> body.block(options.getBlock2())
                            .<Step>map(Step.Block::new)
                            .orElseGet(() -> new Step.Refuse(route.path(), CoapStatus.BAD_REQUEST)))
                    .orElseGet(() -> new Step.Refuse(route.path(), CoapStatus.REQUEST_ENTITY_INCOMPLETE));
        }
        bodies.forget(session, resource(request));
        return new Step.Call(route, session, request.getPayload());
    }

    /** The first block of an answer that is longer than one is sent, and the others are kept. */
    Response firstBlock(Request request, SessionKey session, AnswerBody body) {
        OptionSet options = request.getOptions();
        BlockOption wanted = options.hasBlock2() ? options.getBlock2() : AnswerBody.FIRST;
        if (!body.goesOnBehind(wanted)) {
            return body.whole();
        }
        bodies.keep(session, resource(request), body);
        return body.block(wanted).orElseThrow();
    }

    private static String resource(Request request) {
        return request.getCode() + " " + request.getOptions().getUriString();
    }
}
