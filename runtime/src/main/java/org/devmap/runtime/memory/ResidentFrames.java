package org.devmap.runtime.memory;

import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Residence;

/**
 * Frames in one piece whose bytes may come to be somewhere else while they are shown: what stays is this, its size, and the tables and
 * raw views that refer to it.
 */
abstract class ResidentFrames implements FrameSource {

    final Residence residence;
    final Audience audience = new Audience();
    final RawAudience rawViews = new RawAudience();
    private volatile boolean gone;

    ResidentFrames(Residence residence) {
        this.residence = residence;
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

    /** From now on nothing is loaded from here any more; what is loaded is to be revoked after that. */
    final void goes() {
        gone = true;
    }
}
