package org.devmap.runtime.mapping;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.FaultException;
import org.devmap.Pages;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.MmapEntry;
import org.devmap.runtime.handle.AskedPages;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;

/**
 * A mapping whose driver is asked for the frame of a page at every fault. The asking is an access callback of the runtime's own, so
 * that it happens where driver code belongs: under no lock of the handle.
 *
 * <p>A driver may answer another register set for a page than before. Every set that was ever answered knows every table
 * that shows the mapping, before a page of it can be loaded, and until the table ends: a set that goes meanwhile misses
 * none. The monitor sees to that; it lies below those of handles and calls nobody who waits.
 */
public final class PageByPage implements AskedPages {

    private final Dev dev;
    private final String path;
    private final AddressMap physicalAddresses;
    private final MapRequest request;
    private volatile MmapEntry mmap;
    private final AtomicReferenceArray<Frame> frames;
    /** Guarded by the monitor, as the tables. */
    private final Set<FrameSource> answered = new HashSet<>();
    private final Set<Hat> tables = new HashSet<>();

    /** Where a page is. */
    private record Frame(FrameSource source, long offset) {
    }

    PageByPage(MappingTarget target, MmapEntry mmap, MapRequest request, long length) {
        this.dev = target.device().dev();
        this.path = target.path();
        this.physicalAddresses = target.physicalAddresses();
        this.mmap = mmap;
        this.request = request;
        this.frames = new AtomicReferenceArray<>((int) Pages.btop(length));
    }

    @Override
    public void ask(MmapEntry entry) {
        mmap = entry;
    }

    @Override
    public Set<Entry> entries() {
        return EnumSet.of(Entry.ACCESS);
    }

    @Override
    public void access(DevmapCookie handle, Object data, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException, DdiException {
        if (type != AccessType.UNLOCK) {
            for (long at = off; at < off + len; at += Pages.SIZE) {
                find(at);
            }
        }
        handle.load(off, len, type, rw);
    }

    /** Asks the driver for a page. */
    void find(long off) throws DdiException {
        long address;
        try {
            address = Pages.ptob(OldScheme.frameNumber(dev, mmap, off, request.maxprot()));
        } catch (DdiException e) {
            throw new DdiException(Errno.EFAULT, "mmap(9E) of %s refused offset 0x%x".formatted(path, off), e);
        }
        AddressMap.Range range = physicalAddresses.find(address, Pages.SIZE).orElseThrow(() -> new DdiException(Errno.EFAULT,
                "mmap(9E) of %s answered page frame 0x%x, where no register set lies".formatted(path, Pages.btop(address))));
        Frame frame = new Frame(range.source(), range.sourceOffset() + address - range.start());
        put((int) Pages.btop(off - request.off()), frame);
    }

    private synchronized void put(int page, Frame frame) {
        if (answered.add(frame.source)) {
            tables.forEach(frame.source::shownBy);
        }
        frames.set(page, frame);
    }

    @Override
    public long size() {
        return Pages.ptob(frames.length());
    }

    @Override
    public boolean isContiguous() {
        return false;
    }

    @Override
    public FrameRun frames(long offset, long address, AccessKind kind) {
        Frame frame = frames.get((int) Pages.btop(offset));
        return frame == null ? null : frame.source.frames(frame.offset, address, kind);
    }

    @Override
    public synchronized boolean isModelled() {
        return answered.stream().anyMatch(FrameSource::isModelled);
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public synchronized void shownBy(Hat table) {
        if (tables.add(table)) {
            answered.forEach(source -> source.shownBy(table));
        }
    }

    @Override
    public synchronized void forget(Hat table) {
        tables.remove(table);
        answered.forEach(source -> source.forget(table));
    }
}
