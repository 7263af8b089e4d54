package org.devmap.runtime.swap;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.DdiException;
import org.devmap.embed.SwapProbe;
import org.devmap.embed.SwapStep;

/** Those who are told before each step. */
public final class Probes implements SwapProbe {

    private final List<SwapProbe> probes = new CopyOnWriteArrayList<>();

    /** Nobody yet. */
    public Probes() {
    }

    /**
     * Adds somebody.
     *
     * @param probe the probe
     */
    public void add(SwapProbe probe) {
        probes.add(probe);
    }

    /**
     * Removes somebody.
     *
     * @param probe the probe
     */
    public void remove(SwapProbe probe) {
        probes.remove(probe);
    }

    @Override
    public void before(SwapStep step) throws DdiException {
        for (SwapProbe probe : probes) {
            probe.before(step);
        }
    }
}
