package io.latebind.contract.device.cbor;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceCommand.AtCommand;
import io.latebind.contract.device.DeviceCommand.ConfigCommand;
import io.latebind.contract.device.DeviceCommand.FinishedCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.DeviceResponse.AtResponse;
import io.latebind.contract.device.DeviceResponse.ConfigResponse;
import io.latebind.contract.device.DeviceResponse.ErrorResponse;
import io.latebind.contract.device.DeviceResponse.FinishedResponse;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.io.SerializedString;
import tools.jackson.dataformat.cbor.CBORFactory;

/**
 * Writes records in definite length and shortest form. Text goes out as UTF-8 bytes: given a string, the generator would cut a long
 * one into pieces of indefinite length, which devices do not read.
 */
final class MessageWriter implements AutoCloseable {
    private static final CBORFactory FACTORY = new CBORFactory();

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private final JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes);

    byte[] toBytes() {
        out.flush();
        return bytes.toByteArray();
    }

    void beginArray(int records) {
        out.writeStartArray(null, records);
    }

    void endArray() {
        out.writeEndArray();
    }

    void command(DeviceCommand command) {
        switch (command) {
            case AtCommand at -> {
                begin(5, at.correlation(), RecordType.AT_COMMAND);
                text(at.setCommand());
                text(at.parameters());
                out.writeStartArray(null, at.ignoreCmeErrors().size());
                at.ignoreCmeErrors().forEach(out::writeNumber);
                out.writeEndArray();
            }
            case ConfigCommand config -> {
                begin(3, config.correlation(), RecordType.CONFIG_COMMAND);
                out.writeStartObject(null, config.settings().size());
                config.settings().forEach((key, value) -> {
                    utf8(key);
                    out.writeName(new SerializedString(key));
                    text(value);
                });
                out.writeEndObject();
            }
            case FinishedCommand finished -> begin(2, finished.correlation(), RecordType.FINISHED_COMMAND);
        }
        out.writeEndArray();
    }

    void response(DeviceResponse response) {
        switch (response) {
            case ErrorResponse error -> {
                begin(4, error.correlation(), RecordType.ERROR_RESPONSE);
                out.writeNumber(error.cmeError());
                text(error.message());
            }
            case AtResponse at -> {
                begin(3, at.correlation(), RecordType.AT_RESPONSE);
                text(at.message());
            }
            case ConfigResponse config -> begin(2, config.correlation(), RecordType.CONFIG_RESPONSE);
            case FinishedResponse finished -> begin(2, finished.correlation(), RecordType.FINISHED_RESPONSE);
        }
        out.writeEndArray();
    }

    private void begin(int elements, String correlation, int type) {
        out.writeStartArray(null, elements);
        text(correlation);
        out.writeNumber(type);
    }

    private void text(String text) {
        byte[] utf8 = utf8(text);
        out.writeUTF8String(utf8, 0, utf8.length);
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] utf8 = new byte[encoded.remaining()];
            encoded.get(utf8);
            return utf8;
        } catch (CharacterCodingException loneSurrogate) {
            throw new IllegalArgumentException("a text with half a surrogate pair has no UTF-8", loneSurrogate);
        }
    }

    @Override
    public void close() {
        out.close();
    }
}
