package io.latebind.server.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.latebind.contract.device.CommandId;
import io.latebind.contract.device.CorrelationId;
import io.latebind.contract.device.DeviceUuid;
import io.latebind.server.kernel.ApiKeyId;
import io.latebind.server.kernel.ClaimId;
import io.latebind.server.kernel.JobId;
import io.latebind.server.kernel.MemberId;
import io.latebind.server.kernel.RuleId;
import io.latebind.server.kernel.Secret;
import io.latebind.server.kernel.TeamId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/** The one JSON mapper: strict and bounded when it reads; instants in UTC with milliseconds when it writes. */
final class Json {
    /** Our deepest request has 4 levels. */
    private static final int MAX_DEPTH = 16;

    private static final int MAX_NAME_CHARACTERS = 256;

    private static final int MAX_NUMBER_CHARACTERS = 40;

    /** Longer than any body that a listener lets in. */
    private static final int MAX_TEXT_CHARACTERS = 1024 * 1024;

    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNameLength(MAX_NAME_CHARACTERS)
                            .maxNumberLength(MAX_NUMBER_CHARACTERS)
                            .maxStringLength(MAX_TEXT_CHARACTERS)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .changeDefaultPropertyInclusion(always -> always.withValueInclusion(JsonInclude.Include.NON_ABSENT))
            .addModule(ourTypes())
            .build();

    private Json() {}

    static byte[] write(Object value) {
        return MAPPER.writeValueAsBytes(value);
    }

    private static SimpleModule ourTypes() {
        SimpleModule module = new SimpleModule("latebind");
        module.addSerializer(Instant.class, new InstantWithMillis());
        for (Class<?> type : List.of(
                DeviceUuid.class,
                CommandId.class,
                CorrelationId.class,
                TeamId.class,
                MemberId.class,
                ApiKeyId.class,
                ClaimId.class,
                RuleId.class,
                JobId.class,
                // prints [redacted]: a slip shows no secret
                Secret.class)) {
            module.addSerializer(type, ToStringSerializer.instance);
        }
        return module;
    }

    private static final class InstantWithMillis extends StdSerializer<Instant> {
        InstantWithMillis() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializationContext context) {
            out.writeString(INSTANT.format(value));
        }
    }
}
