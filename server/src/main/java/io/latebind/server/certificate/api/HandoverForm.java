package io.latebind.server.certificate.api;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.latebind.server.certificate.HandedOverDevice;
import io.latebind.server.certificate.PemBlock;
import io.latebind.server.http.JsonAnswer;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** How a hand-over is written. */
sealed interface HandoverForm {
    String contentType();

    /** Whole rows, which can be put behind each other. */
    byte[] rows(List<HandedOverDevice> devices);

    /**
     * What nRF Cloud takes for onboarding (POST /v1/devices): {@code deviceId,subType,tags,fwTypes,certificate}, without a header, lists
     * with {@code |} in between, the certificate in PEM.
     *
     * @param subType empty: none
     * @param fwTypes such as APP and MODEM
     */
    record Csv(String subType, List<String> fwTypes) implements HandoverForm {
        static final String CONTENT_TYPE = "text/csv";
        private static final String BETWEEN = "|";

        public Csv {
            fwTypes = List.copyOf(fwTypes);
        }

        @Override
        public String contentType() {
            return CONTENT_TYPE;
        }

        @Override
        public byte[] rows(List<HandedOverDevice> devices) {
            StringWriter text = new StringWriter();
            // without a buffer, nothing is left in the writer at the end
            CsvWriter rows = CsvWriter.builder()
                    .lineDelimiter(LineDelimiter.LF)
                    .bufferSize(0)
                    .build(text);
            for (HandedOverDevice each : devices) {
                rows.writeRecord(
                        each.device().id().toString(),
                        subType,
                        String.join(BETWEEN, each.device().tags()),
                        String.join(BETWEEN, fwTypes),
                        PemBlock.of(each.certificate().certificate()));
            }
            return text.toString().getBytes(StandardCharsets.UTF_8);
        }
    }

    /** A line of JSON for each device. */
    record Ndjson() implements HandoverForm {
        static final String CONTENT_TYPE = "application/x-ndjson";

        @Override
        public String contentType() {
            return CONTENT_TYPE;
        }

        @Override
        public byte[] rows(List<HandedOverDevice> devices) {
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (HandedOverDevice each : devices) {
                lines.writeBytes(JsonAnswer.of(200, HandoverView.of(each)).body());
                lines.write('\n');
            }
            return lines.toByteArray();
        }
    }
}
