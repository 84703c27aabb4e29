package io.latebind.simulator.coap;

import io.latebind.simulator.client.DeviceAnswer;
import org.eclipse.californium.core.coap.CoAP.ResponseCode;
import org.eclipse.californium.core.coap.Response;

/** What came of one CoAP request. */
sealed interface Reply {
    /** Its blocks put together. */
    record Answered(Response response) implements Reply {
        boolean is(ResponseCode code) {
            return response.getCode() == code;
        }
    }

    record Failed(DeviceAnswer.NoAnswer why) implements Reply {}

    /** As the client sees it: a refused proof is 403, whichever way it is refused; 5.03 the 500 after which it backs off. */
    default DeviceAnswer answer() {
        return switch (this) {
            case Failed(DeviceAnswer.NoAnswer why) -> why;
            case Answered(Response response) -> {
                ResponseCode code = response.getCode();
                if (code.codeClass == 2) {
                    yield new DeviceAnswer.Ok(response.getPayload());
                }
                yield new DeviceAnswer.Refused(
                        code.codeClass == 5
                                ? 500
                                : code == ResponseCode.UNAUTHORIZED ? 403 : code.codeClass * 100 + code.codeDetail);
            }
        };
    }
}
