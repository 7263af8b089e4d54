package org.devmap.runtime.mapping;

import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.driver.DevmapEntry;
import org.devmap.runtime.exclusion.LockGate;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;

/**
 * devmap_setup(9F), steps 1 to 3 of section 2.3: asks the driver for handles until the length is covered. No lock is held. Whatever
 * fails, all handles are freed and no unmap callback runs, because no map callback did.
 */
final class DevmapSetup {

    private final MappingTarget target;
    private final MapRequest request;
    private final DevmapEntry devmap;
    private final List<MappingHandle> handles = new ArrayList<>();
    private LockGate firstGate;

    private DevmapSetup(MappingTarget target, MapRequest request, DevmapEntry devmap) {
        this.target = target;
        this.request = request;
        this.devmap = devmap;
    }

    static Origin run(MappingTarget target, MapRequest request) throws DdiException {
        DevmapEntry devmap = MmapCall.requireDevmap(target.entryPoints());
        if (request.len() == 0) {
            throw new DdiException(Errno.EINVAL, "devmap_setup with length 0");
        }
        if (Pages.roundUp(request.len()) == 0) {
            throw new DdiException(Errno.ENOMEM, "length " + Long.toUnsignedString(request.len()) + " wraps when rounded up to pages");
        }
        return new DevmapSetup(target, request, devmap).run();
    }

    private Origin run() throws DdiException {
        boolean done = false;
        try {
            describe();
            Origin placed = new Placement(target, request, handles, null).place();
            done = true;
            return placed;
        } finally {
            if (!done) {
                handles.forEach(MappingHandle::retire);
            }
        }
    }

    private void describe() throws DdiException {
        long residual = request.len();
        long off = request.off();
        while (residual != 0) {
            MappingHandle handle = new MappingHandle(target.services(), target.device(), off, request.prot(), request.maxprot());
            handles.add(handle);
            long maplen = ask(handle, off, residual);
            checkMaplen(maplen, residual);
            attach(handle);
            if (Pages.roundUp(maplen) != handle.length()) {
                target.services().diagnostics().accept("devmap(9E) of %s described 0x%x bytes and set up a handle of 0x%x"
                        .formatted(target.path(), maplen, handle.length()));
            }
            off += maplen;
            residual = Long.compareUnsigned(maplen, residual) >= 0 ? 0 : residual - maplen;
        }
    }

    /** Whatever the driver fails with, the user sees ENXIO (3a). */
    private long ask(MappingHandle handle, long off, long residual) throws DdiException {
        handle.beginSetup();
        try {
            return devmap.devmap(target.device().dev(), handle, off, residual, target.space().model());
        } catch (Panic e) {
            throw e;
        } catch (DdiException | RuntimeException | Error e) {
            throw new DdiException(Errno.ENXIO, "devmap(9E) of %s refused offset 0x%x length 0x%x: %s"
                    .formatted(target.path(), off, residual, e.getMessage()), e);
        } finally {
            handle.endSetup();
        }
    }

    private void checkMaplen(long maplen, long residual) throws DdiException {
        boolean pages = Pages.isAligned(maplen) && Long.compareUnsigned(maplen, Pages.roundUp(residual)) <= 0;
        if (maplen == 0 || !pages && maplen != residual) {
            throw new DdiException(Errno.EINVAL, ("devmap(9E) of %s answered maplen 0x%x; it must be exactly the 0x%x bytes asked for, "
                    + "or a page multiple of at most that rounded up (D-2, D-7)").formatted(target.path(), maplen, residual));
        }
    }

    private void attach(MappingHandle handle) throws DdiException {
        LockGate gate = handle.attachRecords();
        if (gate == null) {
            if (request.isPrivate()) {
                throw new DdiException(Errno.EINVAL, "PRIVATE mapping of %s needs an access callback for every piece (S-123)"
                        .formatted(target.path()));
            }
            return;
        }
        if (firstGate == null) {
            firstGate = gate;
        } else if (gate != firstGate) {
            throw new DdiException(Errno.ENOTSUP, "pieces of one mapping of %s have different access callbacks; use one object for all "
                    .formatted(target.path()) + "(S-051)");
        }
    }
}
