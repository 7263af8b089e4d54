package org.devmap.backend.sim.fault;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.RegisterDescription;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.RegisterModel;

/** Registers that can fail. Waiting for a slow access holds no lock. */
final class FaultyModel implements RegisterModel {

    private final RegisterModel model;
    private final String node;
    private final String set;
    private final DevmapClock clock;
    private final FaultDesk desk;

    FaultyModel(RegisterModel model, String node, String set, DevmapClock clock, FaultDesk desk) {
        this.model = model;
        this.node = node;
        this.set = set;
        this.clock = clock;
        this.desk = desk;
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
        if (isRemoved()) {
            return mask(width);
        }
        obstruct("read", offset, width);
        long value = model.read(offset, width);
        for (FaultDesk.Active injection : desk.of(node).toList()) {
            if (injection.fault() instanceof Fault.StuckBits stuck && stuck.where().touches(set, offset, width)
                    && injection.hit()) {
                long ones = align(stuck.ones(), stuck.where().offset() - offset);
                long zeros = align(stuck.zeros(), stuck.where().offset() - offset);
                value = (value & ~zeros | ones) & mask(width);
            }
        }
        return value;
    }

    @Override
    public void write(long offset, int width, long value) throws DdiException {
        if (!isRemoved()) {
            obstruct("write", offset, width);
            model.write(offset, width, value);
        }
    }

    private boolean isRemoved() {
        return desk.of(node).anyMatch(injection -> injection.fault() instanceof Fault.Removal && injection.hit());
    }

    /** What happens to an access on its way to the device. */
    private void obstruct(String verb, long offset, int width) throws DdiException {
        for (FaultDesk.Active injection : desk.of(node).toList()) {
            if (injection.fault() instanceof Fault.OfAccess fault && !(fault instanceof Fault.StuckBits)
                    && fault.where().touches(set, offset, width) && injection.hit()) {
                suffer(fault, verb + " of " + width + (width == 1 ? " byte" : " bytes") + " at 0x" + Long.toHexString(offset)
                        + " of " + node + " " + set);
            }
        }
    }

    private void suffer(Fault.OfAccess fault, String access) throws DdiException {
        switch (fault) {
            case Fault.BusFailure failure -> throw new DdiException(Errno.EIO, access + ": injected bus failure on "
                    + failure.where());
            case Fault.Slow slow -> await(slow.nanos(), access);
            case Fault.Hang hang -> {
                await(hang.nanos(), access);
                throw new DdiException(Errno.ETIMEDOUT, access + ": injected hang, no answer within " + hang.nanos() + " ns");
            }
            case Fault.StuckBits _ -> {
                // Changes what is read, not whether.
            }
        }
    }

    private void await(long nanos, String access) throws DdiException {
        CountDownLatch passed = new CountDownLatch(1);
        DevmapClock.Alarm alarm = clock.schedule(nanos, passed::countDown);
        try {
            passed.await();
        } catch (InterruptedException stop) {
            alarm.cancel();
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, access + ": interrupted while it was slow", stop);
        }
    }

    /** Moves bits from the place of the fault to the place of the access, so many bytes up or down. */
    private static long align(long bits, long bytes) {
        if (bytes <= -Long.BYTES || bytes >= Long.BYTES) {
            return 0;
        }
        return bytes >= 0 ? bits << bytes * 8 : bits >>> -bytes * 8;
    }

    private static long mask(int width) {
        return width == 8 ? -1L : (1L << width * 8) - 1;
    }
}
