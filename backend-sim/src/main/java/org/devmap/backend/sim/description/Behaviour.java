package org.devmap.backend.sim.description;

import org.devmap.backend.DevmapClock;
import org.devmap.backend.sim.register.Counter;
import org.devmap.backend.sim.register.Port;

/** What a register is beyond its table, as a description can say it. */
public sealed interface Behaviour {

    /**
     * The behaviour itself.
     *
     * @param clock the time it may need
     * @return a new one each time
     */
    Port toPort(DevmapClock clock);

    /**
     * A data port.
     *
     * @param capacity how many data it holds, at least 1
     */
    record Fifo(int capacity) implements Behaviour {

        @Override
        public Port toPort(DevmapClock clock) {
            return new org.devmap.backend.sim.register.Fifo(capacity);
        }
    }

    /**
     * A register that counts time.
     *
     * @param perSecond steps in a second, greater than 0
     */
    record Ticking(long perSecond) implements Behaviour {

        @Override
        public Port toPort(DevmapClock clock) {
            return new Counter(clock, perSecond);
        }
    }
}
