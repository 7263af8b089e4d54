package org.devmap.runtime.memory;

import java.lang.foreign.Arena;
import org.devmap.Pages;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Residence;

/**
 * The one page that all trash mappings of a system share: reads give garbage, writes go nowhere that matters (section 2.12). It
 * lives as long as the system is reachable, so that no late access needs to be fenced off.
 */
public final class TrashPage implements FrameSource {

    private final Residence page = new Residence(Arena.ofAuto().allocate(Pages.SIZE, Pages.SIZE));

    /** A fresh page. */
    public TrashPage() {
    }

    @Override
    public long size() {
        return Long.MAX_VALUE & -Pages.SIZE;
    }

    @Override
    public boolean isContiguous() {
        return false;
    }

    @Override
    public FrameRun frames(long offset, long address, AccessKind kind) {
        return FrameRun.memory(page, AccessKind.PLAIN, -address);
    }

    @Override
    public boolean isGone() {
        return false;
    }

    @Override
    public void shownBy(Hat table) {
        // Never revoked: nothing is lost by a write to trash.
    }

    @Override
    public void forget(Hat table) {
        // As above.
    }
}
