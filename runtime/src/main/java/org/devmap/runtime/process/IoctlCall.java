package org.devmap.runtime.process;

import java.lang.foreign.MemorySegment;
import org.devmap.Credential;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.IoctlRequest;
import org.devmap.runtime.device.OpenDevice;

/** One ioctl, with its argument in the application's memory. */
record IoctlCall(OpenFile file, Process process, OpenDevice open, int command, MemorySegment argument) implements IoctlRequest {

    @Override
    public Dev dev() {
        return open.dev();
    }

    @Override
    public DeviceInfo device() {
        return open.instance();
    }

    @Override
    public OpenFlags mode() {
        return file.flags();
    }

    @Override
    public DataModel model() {
        return process.model();
    }

    @Override
    public Credential credential() {
        return process.credential();
    }

    @Override
    public long argumentLength() {
        return argument.byteSize();
    }

    @Override
    public void copyin(long offset, MemorySegment target) throws DdiException {
        MemorySegment.copy(argument, checked(offset, target.byteSize()), target, 0, target.byteSize());
    }

    @Override
    public void copyout(MemorySegment source, long offset) throws DdiException {
        if (argument.isReadOnly()) {
            throw new DdiException(Errno.EFAULT, "the argument of ioctl 0x%x is read-only".formatted(command));
        }
        MemorySegment.copy(source, 0, argument, checked(offset, source.byteSize()), source.byteSize());
    }

    private long checked(long offset, long length) throws DdiException {
        if (offset < 0 || offset > argument.byteSize() || length > argument.byteSize() - offset) {
            throw new DdiException(Errno.EFAULT, "ioctl 0x%x needs bytes %d to %d of its argument, which has %d"
                    .formatted(command, offset, offset + length, argument.byteSize()));
        }
        return offset;
    }
}
