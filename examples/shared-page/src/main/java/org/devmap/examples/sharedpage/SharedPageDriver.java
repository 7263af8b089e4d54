package org.devmap.examples.sharedpage;

import static org.devmap.driver.CbFlags.D_DEVMAP;
import static org.devmap.driver.CbFlags.D_MP;

import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.SegmapRequest;
import org.devmap.driver.SoftState;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemSetup;
import org.osgi.service.component.annotations.Component;

/**
 * One page of kernel memory shared by every application that maps it; 32-bit applications share a page of their own, so that
 * only applications of one data model see each other's structures.
 *
 * <p>Minor node {@code shared}, numbered by instance. Mapped at offset 0, at most a page; anything else is ENXIO.
 *
 * @see <a href="https://illumos.org/man/9F/ddi_umem_alloc">ddi_umem_alloc(9F), devmap_umem_setup(9F), segmap(9E)</a>
 */
@Component(property = DeviceDriver.COMPATIBLE + "=shared-page")
public final class SharedPageDriver implements DeviceDriver {

    private static final long PAGE = Pages.SIZE;

    private final SoftState<UmemCookie> pages = new SoftState<>();

    @Override
    public CbOps entryPoints() {
        return CbOps.builder().segmap(this::segmap).devmap(this::devmap).flags(D_MP, D_DEVMAP).build();
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        device.createMinorNode("shared", device.instance(), PAGE);
    }

    @Override
    public void detach(DeviceInfo device) {
        pages.remove(device.instance()).ifPresent(UmemCookie::free);
    }

    /**
     * Allocates at the first mmap (S-371). Always both pages: the first application may be a 32-bit one, and the guide's
     * example, which then allocates a single page, has nothing behind its second (S-312).
     */
    private void segmap(SegmapRequest request) throws DdiException {
        pages.allocateIfAbsent(request.minor(), () -> request.device().umemAlloc(2 * PAGE, UmemFlags.PAGEABLE));
        request.devmapSetup();
    }

    /** Page 0 of the memory for 64-bit applications, page 1 for 32-bit ones; both see it at offset 0. */
    private long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        // A negative offset would move a 32-bit application onto the 64-bit page (S-073).
        if (off < 0 || off >= PAGE || Long.compareUnsigned(len, PAGE - off) > 0) {
            throw new DdiException(Errno.ENXIO,
                    "offset %d, length %d is not inside the shared page: 0 to %d".formatted(off, len, PAGE));
        }
        long koff = model.convertFrom().equals(DataModel.ILP32) ? off + PAGE : off;
        long length = Pages.roundUp(len);
        handle.umemSetup(UmemSetup.of(pages.get(dev.minor()), koff, length));
        return length;
    }
}
