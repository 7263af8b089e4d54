package org.devmap.runtime.handle;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.UmemSetup;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.umem.Cookie;

/**
 * What a handle shows at first: devmap_umem_setup(9F) and devmap_devmem_setup(9F), every condition in the order of sections 2.6 and
 * 2.7, and the handles that the runtime itself describes.
 */
public final class HandleSetup {

    private HandleSetup() {
    }

    static void umem(MappingHandle handle, UmemSetup setup) throws DdiException {
        Cookie cookie = UmemRange.check(setup.cookie(), setup.koff(), setup.length());
        requireUmemFlags(handle, setup.flags());
        requireOpen(handle);
        requireProtection(handle, setup.maxprot());
        requireRemappableIfInvalid(setup.flags());
        Attributes attributes = Attributes.ofUmem(setup.attributes(), setup.flags());
        long bias = setup.koff() - handle.uoff();
        Backing backing = setup.flags().contains(DevmapFlags.MAPPING_INVALID)
                ? Backing.invalidUmem(bias, attributes)
                : UmemRange.backing(cookie, bias, attributes);
        handle.describe(setup.length(), backing, setup.flags(), setup.maxprot(), callbacks(handle, setup.callbacks()));
    }

    static void devmem(MappingHandle handle, DevmemSetup setup) throws DdiException {
        requireOpen(handle);
        requireProtection(handle, setup.maxprot());
        requireRemappableIfInvalid(setup.flags());
        Attributes attributes = Attributes.ofDevice(setup.attributes());
        Backing backing = setup.flags().contains(DevmapFlags.MAPPING_INVALID)
                ? Backing.invalidDevice(Pages.roundDown(setup.roff()) - handle.uoff(), attributes)
                : device(handle, setup.rnumber(), setup.roff(), setup.length(), attributes);
        handle.describe(Pages.roundUp(setup.length()), backing, setup.flags(), setup.maxprot(),
                callbacks(handle, setup.callbacks()));
    }

    /** Asks the nexus, whose answer of any kind is a bare failure to the driver (2.6 #4). */
    static Backing device(MappingHandle handle, int rnumber, long roff, long length, Attributes attributes) throws DdiException {
        HandleDevice device = handle.device();
        try {
            FrameSource source = device.registers().mapForUser(rnumber, roff, length);
            return Backing.device(source, Pages.roundDown(roff) - handle.uoff(), device.registers().get(rnumber).isRegisters(),
                    attributes, "set " + rnumber + " of " + device.name());
        } catch (DdiException e) {
            throw new DdiException(Errno.DDI_FAILURE, "the nexus refused the range", e);
        }
    }

    /**
     * A handle of the old scheme: its frames come from mmap(9E), page by page.
     *
     * @param handle the handle
     * @param length bytes, whole pages
     * @param pages asks the driver at every fault
     * @param attributes access attributes, or null
     */
    public static void pageByPage(MappingHandle handle, long length, AskedPages pages, AccessAttributes attributes) {
        Backing backing = Backing.device(pages, -handle.uoff(), true, Attributes.ofDevice(attributes), "mmap(9E)");
        handle.describe(length, backing, DevmapFlags.DEFAULTS, Protection.ALL, Callbacks.copyOf(pages));
    }

    /**
     * A handle of drv_mmap: one object, no callbacks.
     *
     * @param handle the handle
     * @param length bytes, whole pages
     * @param source the object
     * @param offset byte of the source at the first page
     * @param kind how memory there is accessed
     */
    public static void object(MappingHandle handle, long length, FrameSource source, long offset, AccessKind kind) {
        handle.describe(length, Backing.object(source, offset - handle.uoff(), kind), DevmapFlags.DEFAULTS, Protection.ALL, Callbacks.NONE);
    }

    /** Protection as mmap asked for it must be within what the driver allows (2.6 #2). */
    static void requireProtection(MappingHandle handle, Protection maxprot) throws DdiException {
        if (!maxprot.and(handle.origMaxprot()).contains(handle.prot())) {
            throw new DdiException(Errno.DDI_FAILURE, "maxprot " + maxprot + " within " + handle.origMaxprot()
                    + " does not contain the protection asked for, " + handle.prot());
        }
    }

    static void requireRequest(Object request, String argument) throws DdiException {
        if (request == null) {
            throw new DdiException(Errno.DDI_FAILURE, argument + " is null");
        }
    }

    private static void requireOpen(MappingHandle handle) throws DdiException {
        if (handle.isSetupDone()) {
            throw new DdiException(Errno.DDI_FAILURE, "this handle is set up already; devmap(9E) makes one setup call per handle");
        }
        if (!handle.isSetupByThisThread()) {
            throw new DdiException(Errno.DDI_FAILURE, "setup is possible only inside the devmap(9E) call that received the handle (D-9)");
        }
    }

    private static void requireRemappableIfInvalid(DevmapFlags flags) throws DdiException {
        if (flags.contains(DevmapFlags.MAPPING_INVALID) && !flags.contains(DevmapFlags.ALLOW_REMAP)) {
            throw new DdiException(Errno.DDI_FAILURE, "flags " + flags + ": MAPPING_INVALID needs ALLOW_REMAP");
        }
    }

    private static void requireUmemFlags(MappingHandle handle, DevmapFlags flags) throws DdiException {
        DevmapFlags known = DevmapFlags.STORABLE.with(DevmapFlags.CACHE_MASK);
        if ((flags.bits() & ~known.bits()) != 0) {
            throw new DdiException(Errno.DDI_FAILURE, "flags " + flags + " must be DEVMAP_DEFAULTS, or DEVMAP and cache bits (D-8)");
        }
        int cache = flags.and(DevmapFlags.CACHE_MASK).bits();
        boolean cached = cache == 0 || cache == DevmapFlags.CACHED.bits();
        boolean uncached = cache == DevmapFlags.WRITE_COMBINE.bits() || cache == DevmapFlags.UNCACHED.bits();
        if (!cached && (!uncached || handle.services().cachedOnly())) {
            throw new DdiException(Errno.DDI_FAILURE, "flags " + flags + ": at most one cache attribute, and one that this platform has");
        }
    }

    private static Callbacks callbacks(MappingHandle handle, MappingCallbacks<?> given) {
        if (given != null && given.revision() != MappingCallbacks.DEVMAP_OPS_REV) {
            handle.services().diagnostics().once("callback record " + given.getClass().getName() + " has revision "
                    + given.revision() + " instead of DEVMAP_OPS_REV " + MappingCallbacks.DEVMAP_OPS_REV);
        }
        return Callbacks.copyOf(given);
    }
}
