package io.latebind.simulator.misbehaviour;

import io.latebind.simulator.client.DeviceAnswer;
import io.latebind.simulator.client.DeviceConnection;
import io.latebind.simulator.client.FetchQuery;
import io.latebind.simulator.client.LinkFault;
import io.latebind.simulator.client.Traffic;
import io.latebind.simulator.misbehaviour.Misbehaviour.OfReport;
import java.util.Optional;

/** A way to the service on which reports get lost, repeated, late and damaged. Of one device, used by its thread. */
final class MisbehavingConnection implements DeviceConnection {
    /** One more than the 16 KiB of specification 6.1. */
    private static final int OVERSIZED = 16 * 1024 + 1;
    /** A CBOR array that announces more than follows. */
    private static final byte[] MALFORMED = {(byte) 0x9b, 0x7f, 0, 0};

    private final DeviceConnection real;
    private final Misconduct misconduct;
    private Optional<byte[]> late = Optional.empty();

    MisbehavingConnection(DeviceConnection real, Misconduct misconduct) {
        this.real = real;
        this.misconduct = misconduct;
    }

    @Override
    public DeviceAnswer fetch(FetchQuery query, String jwt) {
        DeviceAnswer answer = real.fetch(query, jwt);
        late.ifPresent(report -> real.report(report, jwt));
        late = Optional.empty();
        return answer;
    }

    @Override
    public DeviceAnswer report(byte[] responses, String jwt) {
        if (misconduct.strikes(OfReport.LOST_REPORT)) {
            return lost("the report was lost on purpose");
        }
        if (misconduct.strikes(OfReport.LATE_REPORT)) {
            late = Optional.of(responses);
            return lost("the report was held back on purpose");
        }
        if (misconduct.strikes(OfReport.MALFORMED_REPORT)) {
            return real.report(MALFORMED.clone(), jwt);
        }
        if (misconduct.strikes(OfReport.OVERSIZED_REPORT)) {
            return real.report(new byte[OVERSIZED], jwt);
        }
        if (misconduct.strikes(OfReport.REPEATED_REPORT)) {
            real.report(responses, jwt);
        }
        DeviceAnswer answer = real.report(responses, jwt);
        if (answer instanceof DeviceAnswer.Ok && misconduct.strikes(OfReport.LOST_ANSWER)) {
            return lost("the answer to the report was lost on purpose");
        }
        return answer;
    }

    private static DeviceAnswer lost(String detail) {
        return new DeviceAnswer.NoAnswer(LinkFault.TIMED_OUT, detail);
    }

    @Override
    public void visitEnds() {
        real.visitEnds();
    }

    @Override
    public void powerLost() {
        late = Optional.empty();
        real.powerLost();
    }

    @Override
    public Traffic traffic() {
        return real.traffic();
    }

    @Override
    public void close() {
        real.close();
    }
}
