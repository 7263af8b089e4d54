package org.devmap.runtime.bench;

import java.util.List;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.Suspendable;

/**
 * Maps the sets of a {@link Card} by turns, a page of each, and is content with whatever else comes. Tests override what
 * they are about.
 */
public class CardDriver implements DeviceDriver, Suspendable, MappingCallbacks<String> {

    /** What can be mapped of a minor node. */
    public static final int PAGES = 3;
    /** The number of all minor nodes: what is open by several is one and the same to the driver. */
    public static final int NUMBER = 7;

    private final List<String> minors;

    public CardDriver(String... minors) {
        this.minors = List.of(minors);
    }

    /** Adds entry points to devmap(9E). */
    protected CbOps.Builder more(CbOps.Builder builder) {
        return builder;
    }

    @Override
    public final CbOps entryPoints() {
        return more(CbOps.builder()).devmap((_, handle, off, _, _) -> {
            handle.devmemSetup(DevmemSetup.of((int) Pages.btop(off) % 2, 0, Pages.SIZE).withCallbacks(this));
            return Pages.SIZE;
        }).flags(CbFlags.D_DEVMAP).build();
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        for (String minor : minors) {
            device.createMinorNode(minor, NUMBER, Pages.ptob(PAGES));
        }
    }

    @Override
    public void detach(DeviceInfo device) {
        // There is nothing to give back.
    }

    @Override
    public void suspend(DeviceInfo device) {
        // Nothing is under way.
    }

    @Override
    public void resume(DeviceInfo device) {
        // Nothing was.
    }
}
