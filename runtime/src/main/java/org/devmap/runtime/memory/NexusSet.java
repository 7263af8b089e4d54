package org.devmap.runtime.memory;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Residence;

/**
 * A register set that its nexus owns: memory of a device, or a model. Whoever maps it, maps this; what is behind it may be exchanged
 * by one thread at a time.
 */
public final class NexusSet implements FrameSource {

    private final Residence residence;
    private final long size;
    private final Audience audience = new Audience();
    private final RawAudience rawViews = new RawAudience();
    private volatile boolean gone;
    /** Only for whoever exchanges or ends it. */
    private RegisterSet behind;

    /**
     * The registers of a set.
     *
     * @param set fixed or modelled
     */
    public NexusSet(RegisterSet set) {
        behind = set;
        switch (set) {
            case RegisterSet.Fixed fixed -> {
                residence = new Residence(fixed.memory().segment());
                size = Pages.roundDown(fixed.memory().segment().byteSize());
            }
            case RegisterSet.Modelled modelled -> {
                residence = new Residence(modelled.model());
                size = Pages.roundUp(modelled.model().size());
            }
            case RegisterSet.Hosted hosted -> throw new IllegalArgumentException("set " + hosted.name() + " belongs to no nexus");
        }
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isContiguous() {
        return true;
    }

    @Override
    public FrameRun frames(long offset, long address, AccessKind kind) {
        return FrameRun.memory(residence, kind, offset - address).until(this::isGone);
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public void shownBy(Hat table) {
        audience.add(table);
    }

    @Override
    public void forget(Hat table) {
        audience.remove(table);
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
            case RegisterSet.Hosted hosted -> throw new IllegalArgumentException("set " + hosted.name() + " belongs to no nexus");
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
        gone = true;
        audience.revoke();
        if (rawViews.closeAll() && behind instanceof RegisterSet.Fixed fixed) {
            fixed.memory().release();
        }
    }
}
