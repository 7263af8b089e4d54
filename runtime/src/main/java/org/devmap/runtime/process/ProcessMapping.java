package org.devmap.runtime.process;

import org.devmap.AccessDirection;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.runtime.call.CallingProcess;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;

/** The pages of one mmap, as an object; one and the same for everybody who asks. */
final class ProcessMapping extends UserMemory implements Mapping, Origin {

    private final String path;
    private final long offset;
    private final MapFlags flags;
    private final DeviceUse use;
    private final DrvRange drvRange;

    /**
     * A mapping, of which there may be nothing yet.
     *
     * @param process whose
     * @param address the first address
     * @param length bytes
     * @param path the device
     * @param offset the user offset
     * @param flags raw flags of mmap
     * @param use the device's reference
     * @param drvRange for a mapping of drv_mmap, else null
     */
    ProcessMapping(Process process, long address, long length, String path, long offset, MapFlags flags, DeviceUse use,
                   DrvRange drvRange) {
        super(process, address, length);
        this.path = path;
        this.offset = offset;
        this.flags = flags;
        this.use = use;
        this.drvRange = drvRange;
    }

    @Override
    Origin origin() {
        return this;
    }

    @Override
    public CallingProcess holder() {
        return process().space();
    }

    @Override
    public DeviceUse use() {
        return use;
    }

    @Override
    public DrvRange drvRange() {
        return drvRange;
    }

    @Override
    public void softLocksGone() {
        process().space().softLocks().softLocksGone();
    }

    @Override
    public ProcessMapping copyFor(CallingProcess child) {
        Process other = process().services().processes().of(child).orElseThrow();
        return new ProcessMapping(other, start(), length(), path, offset, flags, use, drvRange);
    }

    @Override
    public long address() {
        return start();
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public MapFlags flags() {
        return flags;
    }

    @Override
    public AddressSpace addressSpace() {
        return process();
    }

    @Override
    public void protect(long offset, long length, Protection protection) throws DdiException {
        if (protection == null) {
            throw new DdiException(Errno.EINVAL, "protection is null");
        }
        long end = checkedEnd(offset, length);
        for (long[] part : process().space().parts(start() + offset, end, this)) {
            process().mprotect(part[0], part[1] - part[0], protection);
        }
    }

    @Override
    public void unmap(long offset, long length) throws DdiException {
        long end = checkedEnd(offset, length);
        process().unmap(start() + offset, end - start() - offset, this);
    }

    private long checkedEnd(long offset, long length) throws DdiException {
        boolean inside = offset >= 0 && length > 0 && offset <= length() && Pages.roundUp(length) <= length() - offset;
        if (!Pages.isAligned(offset) || !inside) {
            throw new DdiException(Errno.EINVAL, ("offset 0x%x must be page aligned and length 0x%x greater than 0, inside the mapping of "
                    + "0x%x bytes").formatted(offset, length, length()));
        }
        return start() + offset + Pages.roundUp(length);
    }

    @Override
    public LockedRange lock(long offset, long length, AccessDirection rw) throws DdiException {
        if (rw == null) {
            throw new DdiException(Errno.EINVAL, "rw is null");
        }
        if (offset < 0 || length <= 0 || offset > length() || length > length() - offset) {
            throw new DdiException(Errno.EINVAL, "range 0x%x+0x%x is not inside the mapping of 0x%x bytes"
                    .formatted(offset, length, length()));
        }
        Segment segment = process().space().segmentAt(start() + offset);
        MappingHandle handle = segment == null || segment.origin() != this ? null : segment.handleAt(start() + offset);
        if (handle != null && handle.backing().registers()) {
            throw new DdiException(Errno.ENOTSUP, "lock of " + path() + ": device registers cannot be locked, only memory");
        }
        return process().lock(start() + offset, length, rw, this);
    }

    @Override
    public void close() {
        try {
            process().unmap(start(), length(), this);
        } catch (DdiException e) {
            throw new IllegalStateException("mapping of " + path() + " cannot be closed here: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "mapping 0x%x+0x%x of %s".formatted(start(), length(), path());
    }
}
