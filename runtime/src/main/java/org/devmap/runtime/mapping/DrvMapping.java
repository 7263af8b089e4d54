package org.devmap.runtime.mapping;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.Protection;
import org.devmap.driver.DrvMmap;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.handle.HandleSetup;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.space.Space;

/** drv_mmap(D3) and drv_munmap(D3), section 2.25: a segment with one handle and no driver callbacks. */
public final class DrvMapping {

    private DrvMapping() {
    }

    /**
     * Maps kernel or physical memory.
     *
     * @param target the calling process and the device whose driver asks
     * @param kernelAddresses where kernel addresses are looked up
     * @param request what to map
     * @return the user address of the object
     * @throws DdiException EINVAL, EACCES, EFAULT, ENOMEM; nothing is mapped or replaced
     */
    public static long map(MappingTarget target, AddressMap kernelAddresses, DrvMmap request) throws DdiException {
        if (request.length() <= 0) {
            throw new DdiException(Errno.EINVAL, "length " + request.length() + " must be greater than 0");
        }
        if (!request.maxprot().contains(request.prot())) {
            throw new DdiException(Errno.EACCES, "protection " + request.prot() + " is not within the maximum " + request.maxprot());
        }
        AddressMap map = request.kernelAddress().isPresent() ? kernelAddresses : target.physicalAddresses();
        long object = request.kernelAddress().orElse(request.physicalAddress());
        AddressMap.Range range = map.find(object, request.length()).orElseThrow(() -> new DdiException(Errno.EFAULT,
                "0x%x+0x%x is no kernel or device memory, or runs past its end".formatted(object, request.length())));
        long phase = object & Pages.SIZE - 1;
        long length = Pages.roundUp(phase + request.length());
        long address = request.fixedAddress().orElse(phase) - phase;
        requireFixed(target.space(), request, address, length);
        MapFlags flags = request.fixedAddress().isPresent() ? MapFlags.SHARED.with(MapFlags.FIXED) : MapFlags.SHARED;
        MapRequest asked = new MapRequest(address, 0, length, readable(request.prot()), readable(request.maxprot()), flags);
        MappingHandle handle = new MappingHandle(target.services(), target.device(), 0, asked.prot(), asked.maxprot());
        HandleSetup.object(handle, length, range.source(), range.sourceOffset() + (object - phase - range.start()), range.kind());
        return new Placement(target, asked, List.of(handle), new Origin.DrvRange(phase, request.length()))
                .place().address() + phase;
    }

    private static void requireFixed(Space space, DrvMmap request, long address, long length) throws DdiException {
        if (request.fixedAddress().isEmpty()) {
            return;
        }
        if (!Pages.isAligned(address)) {
            throw new DdiException(Errno.EINVAL, "fixed address 0x%x must have the page offset of the object"
                    .formatted(request.fixedAddress().getAsLong()));
        }
        if (!space.isUser(address, length)) {
            throw new DdiException(Errno.ENOMEM, "range 0x%x+0x%x lies outside user space".formatted(address, length));
        }
    }

    /** WRITE and EXEC imply READ; the framework adds USER to both. */
    private static Protection readable(Protection given) {
        Protection prot = given.with(Protection.USER);
        return (given.bits() & (Protection.WRITE.bits() | Protection.EXEC.bits())) != 0 ? prot.with(Protection.READ) : prot;
    }

    /**
     * Removes a mapping of {@link #map}.
     *
     * @param calls who is calling
     * @param space the calling process
     * @param uvaddr what map answered
     * @param length what it was given
     */
    public static void unmap(CallStack calls, Space space, long uvaddr, long length) {
        Segment segment = space.segmentAt(uvaddr);
        boolean known = segment != null && segment.origin().drvRange() != null
                && segment.origin().drvRange().uvaddr() == uvaddr && segment.origin().drvRange().length() == length
                && segment.address() == segment.origin().address() && segment.length() == segment.origin().length();
        if (!known) {
            throw new Panic("drv_munmap of 0x%x length 0x%x: no mapping of drv_mmap has that address and length".formatted(uvaddr, length));
        }
        try (CallStack.Frame _ = calls.user(space)) {
            space.unmap(segment.address(), segment.length(), segment.origin());
        } catch (DdiException e) {
            throw new Panic("drv_munmap of 0x%x: %s".formatted(uvaddr, e.getMessage()));
        }
    }
}
