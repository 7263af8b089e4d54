package org.devmap.runtime.handle;

import org.devmap.Protection;
import org.devmap.driver.DevmapFlags;

/**
 * On what terms a handle was made: what the application asked for, and what the driver allowed. Immutable; handles that are alike share
 * one, so that a million mappings of one file do not keep a million of them.
 *
 * @param services what the handle needs of its system
 * @param device the device it belongs to
 * @param prot protection asked for, with USER
 * @param origMaxprot bound of the segmap path
 * @param maxprot the bound for mprotect
 * @param flags what the driver set up
 */
record Terms(HandleServices services, HandleDevice device, Protection prot, Protection origMaxprot, Protection maxprot,
             DevmapFlags flags) {

    /** Before setup. */
    Terms(HandleServices services, HandleDevice device, Protection prot, Protection origMaxprot) {
        this(services, device, prot, origMaxprot, origMaxprot, DevmapFlags.DEFAULTS);
    }

    Terms with(Protection newMaxprot, DevmapFlags newFlags) {
        return device.terms().shared(new Terms(services, device, prot, origMaxprot, newMaxprot.and(origMaxprot), newFlags));
    }
}
