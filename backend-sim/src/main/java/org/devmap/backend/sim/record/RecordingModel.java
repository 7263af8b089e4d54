package org.devmap.backend.sim.record;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.RegisterDescription;
import org.devmap.backend.RegisterModel;

/**
 * Registers whose accesses are written down, if somebody records: in the order and with the time of their beginning,
 * which is also the time that the device sees. Two accesses at the same time may have reached the device in another order
 * than they began.
 */
final class RecordingModel implements RegisterModel {

    private final RegisterModel model;
    private final String node;
    private final String set;
    private final Recorder recorder;
    private final DeviceClock clock;

    RecordingModel(RegisterModel model, String node, String set, DeviceClock clock, Recorder recorder) {
        this.model = model;
        this.node = node;
        this.set = set;
        this.clock = clock;
        this.recorder = recorder;
    }

    @Override
    public long size() {
        return model.size();
    }

    @Override
    public List<RegisterDescription> registers() {
        return model.registers();
    }

    @Override
    public long read(long offset, int width) throws DdiException {
        Recorder.Line line = recorder.begin(node);
        if (line == null) {
            return model.read(offset, width);
        }
        long began = clock.nanoTime();
        try {
            long value = clock.at(began, () -> model.read(offset, width));
            line.end(access(began, false, offset, width, value, ""));
            return value;
        } catch (DdiException failed) {
            line.end(access(began, false, offset, width, 0, failed.errno().name()));
            throw failed;
        }
    }

    @Override
    public void write(long offset, int width, long value) throws DdiException {
        Recorder.Line line = recorder.begin(node);
        if (line == null) {
            model.write(offset, width, value);
            return;
        }
        long began = clock.nanoTime();
        try {
            clock.at(began, () -> {
                model.write(offset, width, value);
                return null;
            });
            line.end(access(began, true, offset, width, value, ""));
        } catch (DdiException failed) {
            line.end(access(began, true, offset, width, value, failed.errno().name()));
            throw failed;
        }
    }

    private Access access(long began, boolean write, long offset, int width, long value, String error) {
        return new Access(began - clock.start(), Thread.currentThread().getName(), set, write, offset, width, value,
                nameAt(write, offset), error);
    }

    private String nameAt(boolean write, long offset) {
        RegisterDescription.Access opposite = write ? RegisterDescription.Access.READ_ONLY
                : RegisterDescription.Access.WRITE_ONLY;
        return model.registers().stream().filter(register -> register.access() != opposite)
                .filter(register -> offset >= register.offset() && offset < register.offset() + register.width())
                .map(RegisterDescription::name).findFirst().orElse("");
    }
}
