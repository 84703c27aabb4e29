package io.latebind.simulator.https;

import io.latebind.simulator.client.TrafficFigure;
import io.latebind.simulator.client.TrafficMeter;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Counts the TCP payload in both directions. */
final class MeteredSocket extends Socket {
    private final TrafficMeter meter;

    MeteredSocket(TrafficMeter meter) {
        this.meter = meter;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                int next = super.read();
                meter.count(TrafficFigure.BYTES_RECEIVED, next < 0 ? 0 : 1);
                return next;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                meter.count(TrafficFigure.BYTES_RECEIVED, Math.max(count, 0));
                return count;
            }
        };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new FilterOutputStream(super.getOutputStream()) {
            @Override
            public void write(int next) throws IOException {
                out.write(next);
                meter.count(TrafficFigure.BYTES_SENT);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) throws IOException {
                out.write(buffer, offset, length);
                meter.count(TrafficFigure.BYTES_SENT, length);
            }
        };
    }
}
