package org.devmap.runtime.handle;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.UmemRemap;
import org.devmap.runtime.trace.Occurrence;
import org.devmap.runtime.trace.Trace;
import org.devmap.runtime.umem.Cookie;

/**
 * devmap_umem_remap and devmap_devmem_remap (2.8): under the handle lock, translations are dropped before the backing changes, so
 * that no access sees the old memory once a remap has returned (S-350).
 */
final class HandleRemap {

    private HandleRemap() {
    }

    static void umem(MappingHandle handle, UmemRemap remap) throws DdiException {
        requireRemappable(handle);
        if (!remap.flags().equals(DevmapFlags.DEFAULTS)) {
            throw new DdiException(Errno.DDI_FAILURE, "flags " + remap.flags() + " of umemRemap must be DEVMAP_DEFAULTS");
        }
        HandleSetup.requireProtection(handle, remap.maxprot());
        Cookie cookie = UmemRange.check(remap.cookie(), remap.koff(), remap.length());
        Attributes attributes = Attributes.ofUmem(remap.attributes(), remap.flags());
        Trace.Span span = Trace.begin(Occurrence.REMAP);
        handle.lock().lock();
        try {
            drop(handle);
            // The invalid mark stays: only devmem_remap clears it (S-224).
            Backing backing = UmemRange.backing(cookie, remap.koff() - handle.uoff(), attributes);
            replace(handle, backing.withInvalid(handle.backing().invalid()), remap.maxprot());
        } finally {
            handle.lock().unlock();
            Trace.end(span, handle, handle.uoff(), handle.length());
        }
    }

    static void devmem(MappingHandle handle, DevmemRemap remap) throws DdiException {
        requireRemappable(handle);
        boolean invalid = remap.flags().equals(DevmapFlags.MAPPING_INVALID);
        if (!invalid && !remap.flags().equals(DevmapFlags.DEFAULTS)) {
            throw new DdiException(Errno.DDI_FAILURE, "flags " + remap.flags() + " of devmemRemap must be 0 or MAPPING_INVALID");
        }
        HandleSetup.requireProtection(handle, remap.maxprot());
        Attributes attributes = Attributes.ofDevice(remap.attributes());
        Trace.Span span = Trace.begin(Occurrence.REMAP);
        handle.lock().lock();
        try {
            drop(handle);
            // A refusal leaves backing and invalid mark as they were: the next access reloads the old frames (S-229, R-17).
            Backing backing = invalid ? Backing.invalidDevice(Pages.roundDown(remap.roff()) - handle.uoff(), attributes)
                    : HandleSetup.device(handle, remap.rnumber(), remap.roff(), remap.length(), attributes);
            replace(handle, backing, remap.maxprot());
        } finally {
            handle.lock().unlock();
            Trace.end(span, handle, handle.uoff(), handle.length());
        }
    }

    private static void requireRemappable(MappingHandle handle) throws DdiException {
        if (handle.isGone() || handle.segment() == null) {
            throw new DdiException(Errno.DDI_FAILURE, "remap of a handle that has no mapping");
        }
        if (!handle.isSetupDone() || !handle.isRemappable()) {
            throw new DdiException(Errno.DDI_FAILURE, "remap of a handle that was not set up with ALLOW_REMAP");
        }
    }

    private static void drop(MappingHandle handle) {
        handle.services().counters().count(Counters.Event.REMAP);
        handle.pages().unloadAll();
    }

    private static void replace(MappingHandle handle, Backing backing, Protection maxprot) {
        handle.pages().replace(backing);
        handle.setMaxprot(maxprot);
    }
}
