package io.latebind.contract.device.cbor;

import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceResponse.AtResponse;
import io.latebind.contract.device.DeviceResponse.ConfigResponse;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.contract.device.DeviceResponse.FinishedResponse;
import io.latebind.contract.device.cbor.Decoding.Decoded;

/** One record of a report. */
final class ResponseReader {
    private ResponseReader() {}

    static Decoding<DeviceResponse> read(RecordNode node) {
        if (node.type() == RecordType.ERROR_RESPONSE) {
            return errorResponse(node);
        }
        if (node.type() == RecordType.AT_RESPONSE) {
            return atResponse(node);
        }
        if (node.type() == RecordType.CONFIG_RESPONSE) {
            return node.size() == 2 ? new Decoded<>(new ConfigResponse(node.correlation())) : node.wrongSize(2);
        }
        if (node.type() == RecordType.FINISHED_RESPONSE) {
            return node.size() == 2 ? new Decoded<>(new FinishedResponse(node.correlation())) : node.wrongSize(2);
        }
        return node.unknownType();
    }

    private static Decoding<DeviceResponse> errorResponse(RecordNode node) {
        if (node.size() != 4) {
            return node.wrongSize(4);
        }
        if (!RecordNode.isUint32(node.get(2))) {
            return node.wrongElement(2, "a number below 2^32");
        }
        if (!node.hasText(3)) {
            return node.wrongElement(3, "text");
        }
        return new Decoded<>(new ErrorResponse(node.correlation(), node.get(2).longValue(), node.text(3)));
    }

    private static Decoding<DeviceResponse> atResponse(RecordNode node) {
        if (node.size() != 3) {
            return node.wrongSize(3);
        }
        return node.hasText(2)
                ? new Decoded<>(new AtResponse(node.correlation(), node.text(2)))
                : node.wrongElement(2, "text");
    }
}
