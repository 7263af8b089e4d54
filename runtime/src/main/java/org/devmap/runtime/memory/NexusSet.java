package org.devmap.runtime.memory;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.translation.Residence;

/**
 * A register set that its nexus owns: memory of a device, or a model. Whoever maps it, maps this; what is behind it may be exchanged
 * by one thread at a time.
 */
public final class NexusSet extends ResidentFrames {

    private final long size;
    /** Only for whoever exchanges or ends it. */
    private RegisterSet behind;

    /**
     * The registers of a set.
     *
     * @param set fixed or modelled
     */
    public NexusSet(RegisterSet set) {
        super(residenceOf(set));
        behind = set;
        size = switch (set) {
            case RegisterSet.Modelled modelled -> Pages.roundUp(modelled.model().size());
            case RegisterSet.Fixed fixed -> Pages.roundDown(fixed.memory().segment().byteSize());
            case RegisterSet.Hosted hosted -> throw hasNoNexus(hosted);
        };
    }

    private static Residence residenceOf(RegisterSet set) {
        return switch (set) {
            case RegisterSet.Fixed fixed -> new Residence(fixed.memory().segment());
            case RegisterSet.Modelled modelled -> new Residence(modelled.model());
            case RegisterSet.Hosted hosted -> throw hasNoNexus(hosted);
        };
    }

    private static IllegalArgumentException hasNoNexus(RegisterSet.Hosted set) {
        return new IllegalArgumentException("set " + set.name() + " belongs to no nexus");
    }

    @Override
    public long size() {
        return size;
    }

    /**
     * A raw view of a range of memory, which is taken away when it is closed or something else comes to be behind this.
     *
     * @param offset first byte
     * @param length bytes
     * @return the view
     * @throws DdiException EFAULT if the memory is gone, or on its way
     */
    public RawView rawView(long offset, long length) throws DdiException {
        return rawViews.open(() -> residence.settled().map(memory -> memory.asSlice(offset, length))
                .orElseThrow(() -> new DdiException(Errno.EFAULT, "the memory is being exchanged")));
    }

    /**
     * Nobody reaches what was behind it until now any more; accesses wait until {@link #settle}.
     *
     * @return false if native code would not let go of the old memory, which must never be given back then
     */
    public boolean leave() {
        residence.leave();
        audience.quiesce();
        return rawViews.closeAll();
    }

    /**
     * Something else is behind it from now on.
     *
     * @param set fixed or modelled, of the same size
     */
    public void settle(RegisterSet set) {
        behind = set;
        rawViews.reopen();
        switch (set) {
            case RegisterSet.Fixed fixed -> residence.settle(fixed.memory().segment());
            case RegisterSet.Modelled modelled -> residence.settle(modelled.model());
            case RegisterSet.Hosted hosted -> throw hasNoNexus(hosted);
        }
    }

    /**
     * Nobody's any more: something else answers from now on.
     *
     * @param substitute answers
     * @return false if native code would not let go of the old memory
     */
    public boolean answer(RegisterModel substitute) {
        boolean free = leave();
        behind = null;
        residence.settle(substitute);
        return free;
    }

    /** Revokes every translation and raw view, and gives memory back, unless native code is still working on it: the device is gone. */
    public void release() {
        goes();
        audience.revoke();
        if (rawViews.closeAll() && behind instanceof RegisterSet.Fixed fixed) {
            fixed.memory().release();
        }
    }
}
