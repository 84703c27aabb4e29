package io.latebind.contract.device.cbor;

import io.latebind.contract.device.DeviceCommand;
import io.latebind.contract.device.DeviceResponse;
import io.latebind.contract.device.cbor.Decoding.Decoded;
import io.latebind.contract.device.cbor.Decoding.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * The bodies that go to and come from a device (specification 6.1). What is written has definite length and shortest form; both lengths
 * are read. Decoding never throws; a fault anywhere refuses the whole body.
 */
public final class DeviceMessages {
    /** What a report may have at most. */
    public static final int MAX_REPORT_BYTES = MessageLimits.MAX_RESPONSE_BYTES;

    private static final CBORMapper MAPPER = CBORMapper.builder(CBORFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxDocumentLength(MessageLimits.MAX_COMMAND_BYTES)
                            .maxStringLength(MessageLimits.MAX_COMMAND_BYTES)
                            .maxNameLength(MessageLimits.MAX_COMMAND_BYTES)
                            .maxTokenCount(2L * MessageLimits.MAX_COMMAND_BYTES)
                            .maxNestingDepth(MessageLimits.MAX_DEPTH)
                            .build())
                    // names come from strangers: a table of them that lives on would be theirs to fill
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .disable(TokenStreamFactory.Feature.INTERN_PROPERTY_NAMES)
                    .build())
            .build();

    private DeviceMessages() {}

    /**
     * One batch as CBOR.
     *
     * @throws IllegalArgumentException for an empty list, which a device takes for malformed, or text that has no UTF-8
     */
    public static byte[] encodeCommands(List<DeviceCommand> commands) {
        return encode(commands, MessageWriter::command);
    }

    /**
     * One report as CBOR.
     *
     * @throws IllegalArgumentException for an empty list or text that has no UTF-8
     */
    public static byte[] encodeResponses(List<DeviceResponse> responses) {
        return encode(responses, MessageWriter::response);
    }

    /** The bytes of one record, without the header of the array around it. */
    public static int encodedSize(DeviceCommand command) {
        return encodeCommands(List.of(command)).length - arrayHeaderSize(1);
    }

    /** The bytes of the header of an array of so many records. */
    public static int arrayHeaderSize(int records) {
        if (records < 0) {
            throw new IllegalArgumentException(records + " records");
        }
        return records < 24 ? 1 : records < 256 ? 2 : records < 65_536 ? 3 : 5;
    }

    /** The batch in {@code body}, of at most 65,535 bytes. */
    public static Decoding<List<DeviceCommand>> decodeCommands(byte[] body) {
        return decode(body, MessageLimits.MAX_COMMAND_BYTES, CommandReader::read);
    }

    /** The report in {@code body}, of at most 16 KiB. */
    public static Decoding<List<DeviceResponse>> decodeResponses(byte[] body) {
        return decode(body, MessageLimits.MAX_RESPONSE_BYTES, ResponseReader::read);
    }

    private static <T> byte[] encode(List<T> records, BiConsumer<MessageWriter, T> record) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("a body without records");
        }
        try (MessageWriter writer = new MessageWriter()) {
            writer.beginArray(records.size());
            records.forEach(one -> record.accept(writer, one));
            writer.endArray();
            return writer.toBytes();
        }
    }

    private static <T> Decoding<List<T>> decode(byte[] body, int maxBytes, Function<RecordNode, Decoding<T>> reader) {
        Optional<String> fault = BodyGate.faultIn(body, maxBytes);
        if (fault.isPresent()) {
            return new Malformed<>(fault.get());
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (JacksonException unreadable) {
            // its message may quote the body
            return new Malformed<>("the body is not readable CBOR");
        }
        List<T> records = new ArrayList<>(tree.size());
        for (int index = 0; index < tree.size(); index++) {
            switch (RecordNode.of(tree.get(index)).map(reader).orElseGet(RecordNode::noRecord)) {
                case Decoded<T>(T value) -> records.add(value);
                case Malformed<T>(String reason) -> {
                    return new Malformed<>("record " + index + ": " + reason);
                }
            }
        }
        return new Decoded<>(List.copyOf(records));
    }
}
