package org.devmap.backend.sim.record;

import java.lang.ScopedValue.CallableOp;
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
        Recorder.Line line = recorder.begin(node, clock);
        return line == null ? model.read(offset, width)
                : recorded(line, false, offset, width, 0, () -> model.read(offset, width));
    }

    @Override
    public void write(long offset, int width, long value) throws DdiException {
        Recorder.Line line = recorder.begin(node, clock);
        if (line == null) {
            model.write(offset, width, value);
            return;
        }
        recorded(line, true, offset, width, value, () -> {
            model.write(offset, width, value);
            return value;
        });
    }

    /** An access that fails as no access may, because of a mistake in the model, leaves no line that others wait for. */
    private long recorded(Recorder.Line line, boolean write, long offset, int width, long ifItFails,
                          CallableOp<Long, DdiException> action) throws DdiException {
        try {
            long value = clock.at(line.began(), action);
            line.end(access(line, write, offset, width, value, ""));
            return value;
        } catch (DdiException failed) {
            line.end(access(line, write, offset, width, ifItFails, failed.errno().name()));
            throw failed;
        } finally {
            line.leaveOutIfNotEnded();
        }
    }

    private Access access(Recorder.Line line, boolean write, long offset, int width, long value, String error) {
        return new Access(line.began() - clock.start(), Thread.currentThread().getName(), set, write, offset, width, value,
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
