package org.devmap.runtime.memory;

import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.function.Consumer;
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

    /**
     * A set that is to come to be behind another one. Its nexus has been asked for the memory: what foreign code
     * refuses it refuses while there is still a way back.
     */
    public static final class Successor {

        private final RegisterSet set;
        private final Consumer<Residence> settling;

        /**
         * Asks the nexus.
         *
         * @param set of any kind; a hosted one takes no place
         */
        public Successor(RegisterSet set) {
            this.set = set;
            this.settling = switch (set) {
                case RegisterSet.Modelled modelled -> residence -> residence.settle(modelled.model());
                case RegisterSet.Fixed fixed -> {
                    MemorySegment memory = Objects.requireNonNull(fixed.memory().segment(), "segment");
                    yield residence -> residence.settle(memory);
                }
                case RegisterSet.Hosted hosted -> _ -> {
                    throw hasNoNexus(hosted);
                };
            };
        }
    }

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

    @Override
    public boolean isModelled() {
        return residence.settled().isEmpty();
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
     * @param next fixed or modelled, of the same size
     */
    public void settle(Successor next) {
        behind = next.set;
        rawViews.reopen();
        next.settling.accept(residence);
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
