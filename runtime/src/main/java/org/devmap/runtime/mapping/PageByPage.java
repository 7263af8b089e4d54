package org.devmap.runtime.mapping;

import java.util.EnumSet;
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
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;

/**
 * A mapping whose driver is asked for the frame of a page at every fault. The asking is an access callback of the runtime's own, so
 * that it happens where driver code belongs: under no lock of the handle.
 */
public final class PageByPage implements AskedPages {

    private final Dev dev;
    private final String path;
    private final AddressMap physicalAddresses;
    private final MapRequest request;
    private volatile MmapEntry mmap;
    private final AtomicReferenceArray<AddressMap.Range> ranges;
    private final AtomicReferenceArray<Long> physical;

    PageByPage(MappingTarget target, MmapEntry mmap, MapRequest request, long length) {
        this.dev = target.device().dev();
        this.path = target.path();
        this.physicalAddresses = target.physicalAddresses();
        this.mmap = mmap;
        this.request = request;
        this.ranges = new AtomicReferenceArray<>((int) Pages.btop(length));
        this.physical = new AtomicReferenceArray<>((int) Pages.btop(length));
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

    private void find(long off) throws DdiException {
        long address;
        try {
            address = Pages.ptob(OldScheme.frameNumber(dev, mmap, off, request.maxprot()));
        } catch (DdiException e) {
            throw new DdiException(Errno.EFAULT, "mmap(9E) of %s refused offset 0x%x".formatted(path, off), e);
        }
        AddressMap.Range range = physicalAddresses.find(address, Pages.SIZE).orElseThrow(() -> new DdiException(Errno.EFAULT,
                "mmap(9E) of %s answered page frame 0x%x, where no register set lies".formatted(path, Pages.btop(address))));
        int page = (int) Pages.btop(off - request.off());
        physical.set(page, address - range.start());
        ranges.set(page, range);
    }

    @Override
    public long size() {
        return Pages.ptob(ranges.length());
    }

    @Override
    public boolean isContiguous() {
        return false;
    }

    @Override
    public FrameRun frames(long offset, long address, AccessKind kind) {
        int page = (int) Pages.btop(offset);
        AddressMap.Range range = ranges.get(page);
        return range == null ? null : range.source().frames(range.sourceOffset() + physical.get(page), address, kind);
    }

    @Override
    public boolean isModelled() {
        for (int page = 0; page < ranges.length(); page++) {
            if (ranges.get(page) != null && ranges.get(page).source().isModelled()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public void shownBy(Hat table) {
        for (int page = 0; page < ranges.length(); page++) {
            if (ranges.get(page) != null) {
                ranges.get(page).source().shownBy(table);
            }
        }
    }

    @Override
    public void forget(Hat table) {
        for (int page = 0; page < ranges.length(); page++) {
            if (ranges.get(page) != null) {
                ranges.get(page).source().forget(table);
            }
        }
    }
}
