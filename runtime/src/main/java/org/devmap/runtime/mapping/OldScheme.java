package org.devmap.runtime.mapping;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.MmapEntry;
import org.devmap.runtime.handle.HandleSetup;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;

/** The scheme before devmap: ddi_segmap(9F) and ddi_segmap_setup(9F), page by page with mmap(9E) (section 2.2). */
final class OldScheme {

    private OldScheme() {
    }

    static Origin segmap(MappingTarget target, MapRequest request) throws DdiException {
        return segmapSetup(target, request, null);
    }

    static Origin segmapSetup(MappingTarget target, MapRequest request, AccessAttributes attributes) throws DdiException {
        MmapEntry mmap = target.entryPoints().mmap().orElse(MmapEntry.NODEV);
        if (mmap == MmapEntry.NODEV) {
            throw new DdiException(Errno.ENODEV, "the driver of " + target.path() + " has no mmap(9E)");
        }
        if (!request.flags().type().equals(MapFlags.SHARED)) {
            throw new DdiException(Errno.EINVAL, "flags " + request.flags() + ": mmap(9E) supports SHARED mappings only");
        }
        if (request.len() == 0) {
            throw new DdiException(Errno.ENXIO, "length 0 must be greater than 0");
        }
        long length = Pages.roundUp(request.len());
        requireEveryPage(target, request, mmap, length);
        MappingHandle handle = new MappingHandle(target.services(), target.device(), request.off(), request.prot(), request.maxprot());
        PageByPage pages = new PageByPage(target, mmap, request, length);
        HandleSetup.pageByPage(handle, length, pages, attributes);
        return new Placement(target, request, List.of(handle), null).place();
    }

    private static void requireEveryPage(MappingTarget target, MapRequest request, MmapEntry mmap, long length) throws DdiException {
        if (length < 0) {
            throw new DdiException(Errno.ENOMEM, "length " + Long.toUnsignedString(request.len()) + " is more than a space can have");
        }
        for (long done = 0; done < length; done += Pages.SIZE) {
            try {
                frameNumber(target.device().dev(), mmap, request.off() + done, request.maxprot());
            } catch (DdiException e) {
                throw new DdiException(Errno.ENXIO, "mmap(9E) of %s refused offset 0x%x".formatted(target.path(), request.off() + done), e);
            }
        }
    }

    /** -1 is the failure of C and stays one here. */
    static long frameNumber(Dev dev, MmapEntry mmap, long off, Protection prot) throws DdiException {
        long frame;
        try {
            frame = mmap.mmap(dev, off, prot);
        } catch (RuntimeException e) {
            throw new DdiException(Errno.DDI_FAILURE, "mmap(9E) failed", e);
        }
        if (frame < 0) {
            throw new DdiException(Errno.DDI_FAILURE, "mmap(9E) answered " + frame);
        }
        return frame;
    }
}
