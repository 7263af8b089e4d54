package org.devmap.runtime.nexus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.Pages;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.memory.HostedMemory;
import org.devmap.runtime.memory.MemoryProviders;
import org.devmap.runtime.memory.NexusSet;
import org.devmap.runtime.translation.AccessKind;

/**
 * The register sets of one node, and the nexus rules by which a range of one is mapped (ddi_map, section 2.20). Hosted
 * sets get their memory when they are first needed, so that nodes and providers may arrive in any order.
 *
 * <p>The monitor guards what is known of the sets, and nobody foreign is called under it: providers, models and nexuses
 * may take their time. An exchange and the end exclude each other by a lock of their own, because both wait for
 * accesses; so do those who are the first to ask for a set, because providers take their time. Order: one of these
 * locks, then the monitor; nobody holds both of them.
 */
public final class RegisterSets {

    private final String node;
    /** Held from the beginning to the end of an exchange, and of the end: a second end waits for the first. */
    private final ReentrantLock changing = new ReentrantLock();
    /** Held while something is made to be behind a set: nobody allocates what somebody else is just allocating. */
    private final ReentrantLock making = new ReentrantLock();
    private List<RegisterSet> sets;
    private final SetFrames frames;
    private final AddressMap physicalAddresses;
    private final List<FrameSource> sources = new ArrayList<>();
    private final List<AddressMap.Range> physical = new ArrayList<>();
    private boolean closed;

    /**
     * The sets of a node.
     *
     * @param node its name
     * @param sets what its nexus says of them
     * @param providers who hosts memory
     * @param physicalAddresses where physical addresses come from
     */
    public RegisterSets(String node, List<RegisterSet> sets, MemoryProviders providers, AddressMap physicalAddresses) {
        this.node = node;
        this.sets = List.copyOf(sets);
        this.frames = new SetFrames(node, providers);
        this.physicalAddresses = physicalAddresses;
        for (int i = 0; i < this.sets.size(); i++) {
            sources.add(null);
            physical.add(null);
        }
    }

    /** How many sets there are. */
    public synchronized int count() {
        return sets.size();
    }

    /**
     * A set as its nexus describes it.
     *
     * @param rnumber its number
     * @return the description
     * @throws DdiException DDI_ME_RNUMBER_RANGE if there is none
     */
    public synchronized RegisterSet get(int rnumber) throws DdiException {
        if (rnumber < 0 || rnumber >= sets.size()) {
            throw new DdiException(Errno.DDI_ME_RNUMBER_RANGE,
                    "register set " + rnumber + " of " + node + " does not exist; it has " + sets.size());
        }
        return sets.get(rnumber);
    }

    /** All sets as the nexus describes them. */
    public synchronized List<RegisterSet> all() {
        return sets;
    }

    /**
     * The nexus' check of a range, for registers mapped by the driver.
     *
     * @param rnumber number of the set
     * @param off bytes into it
     * @param len bytes, 0 for the rest
     * @return the length meant
     * @throws DdiException which rule was broken
     */
    public long check(int rnumber, long off, long len) throws DdiException {
        RegisterSet set = get(rnumber);
        if (off < 0 || off >= set.size()) {
            throw range(set, rnumber, off, len);
        }
        long meant = len == 0 ? set.size() - off : len;
        if (meant < 0 || meant > set.size() - off) {
            throw range(set, rnumber, off, len);
        }
        return meant;
    }

    private DdiException range(RegisterSet set, int rnumber, long off, long len) {
        return new DdiException(Errno.DDI_ME_REGSPEC_RANGE, "offset 0x%x length 0x%x is not inside register set %d of %s, 0x%x bytes"
                .formatted(off, len, rnumber, node, set.size()));
    }

    /**
     * The nexus' check for a user mapping: in range, in memory space, and whole pages of it exist.
     *
     * @param rnumber number of the set
     * @param off bytes into it
     * @param len bytes, 0 for the rest
     * @return what is behind it
     * @throws DdiException which rule was broken
     */
    public FrameSource mapForUser(int rnumber, long off, long len) throws DdiException {
        long meant = check(rnumber, off, len);
        RegisterSet set = get(rnumber);
        if (set.space() != RegisterSet.Space.MEMORY) {
            throw new DdiException(Errno.DDI_ME_INVAL, "register set %d of %s lies in %s space; only memory space can be mapped"
                    .formatted(rnumber, node, set.space()));
        }
        FrameSource source = source(rnumber);
        if (Pages.roundUp(off + meant) > source.size()) {
            throw new DdiException(Errno.DDI_ME_INVAL, ("register set %d of %s, 0x%x bytes, does not fill its last page; "
                    + "only whole pages can be mapped").formatted(rnumber, node, set.size()));
        }
        return source;
    }

    /**
     * What is behind a set; hosted memory is allocated now if it was not before. Of several that ask for it first, one
     * allocates and the others wait.
     *
     * @param rnumber number of the set
     * @return the frames
     * @throws DdiException DDI_ME_NORESOURCES if its memory cannot be had
     */
    public FrameSource source(int rnumber) throws DdiException {
        FrameSource source = present(rnumber);
        if (source == null) {
            making.lock();
            try {
                source = present(rnumber);
                while (source == null) {
                    source = madeFor(rnumber, get(rnumber));
                }
            } finally {
                making.unlock();
            }
        }
        return source;
    }

    /** Null if the set was exchanged meanwhile. */
    private FrameSource madeFor(int rnumber, RegisterSet set) throws DdiException {
        FrameSource fresh;
        try {
            fresh = frames.of(set);
        } catch (DdiException | RuntimeException e) {
            requireOpen();
            if (get(rnumber) != set) {
                return null;
            }
            throw e;
        }
        if (keep(rnumber, set, fresh)) {
            return fresh;
        }
        if (fresh instanceof HostedMemory superfluous) {
            superfluous.release();
        }
        return present(rnumber);
    }

    /** Null if nobody has asked for it yet. */
    private synchronized FrameSource present(int rnumber) throws DdiException {
        requireOpen();
        get(rnumber);
        return sources.get(rnumber);
    }

    /** False if the node has ended or the set was exchanged. */
    private synchronized boolean keep(int rnumber, RegisterSet set, FrameSource fresh) {
        if (closed || sets.get(rnumber) != set) {
            return false;
        }
        sources.set(rnumber, fresh);
        return true;
    }

    private synchronized void requireOpen() throws DdiException {
        if (closed) {
            throw new DdiException(Errno.ENXIO, "device " + node + " is gone");
        }
    }

    /**
     * The physical addresses of a set.
     *
     * @param rnumber number of the set
     * @return the range
     * @throws DdiException if there is no such set, or no memory for it
     */
    public AddressMap.Range physical(int rnumber) throws DdiException {
        RegisterSet set = get(rnumber);
        if (set.space() != RegisterSet.Space.MEMORY) {
            throw new DdiException(Errno.DDI_ME_INVAL, "register set " + rnumber + " of " + node + " has no physical memory addresses");
        }
        FrameSource source = source(rnumber);
        long size = set.size();
        synchronized (this) {
            requireOpen();
            if (physical.get(rnumber) == null) {
                physical.set(rnumber, physicalAddresses.assign(size, source, 0, strictKind(set)));
            }
            return physical.get(rnumber);
        }
    }

    /** How a set is accessed when nobody says otherwise: registers strictly, memory as memory. */
    private static AccessKind strictKind(RegisterSet set) {
        return set.isRegisters() ? AccessKind.VOLATILE : AccessKind.PLAIN;
    }

    /**
     * Who holds the bytes of a set now, for people.
     *
     * @param rnumber number of the set
     * @param nexus the name of the nexus
     * @return a name, {@code -} while hosted memory was not needed yet
     */
    public synchronized String host(int rnumber, String nexus) {
        return sources.get(rnumber) instanceof HostedMemory hosted && sets.get(rnumber) instanceof RegisterSet.Hosted
                ? hosted.host() : sets.get(rnumber) instanceof RegisterSet.Hosted ? "-" : nexus;
    }

    /** Whether some set belongs to the nexus, so that another nexus has other registers or other memory behind it. */
    public synchronized boolean areOfNexus() {
        return sets.stream().anyMatch(set -> !(set instanceof RegisterSet.Hosted));
    }

    /**
     * Requires that other sets can take the place of these: as many, of the same kinds, of as many pages.
     *
     * @param next the other sets
     * @throws DdiException EINVAL naming the first difference
     */
    public void requireLike(List<RegisterSet> next) throws DdiException {
        Likeness.require(node, all(), next);
    }

    /**
     * Other sets take the place of these: who has mapped them, application or driver, reaches those from now on.
     * Accesses wait meanwhile. Memory that a provider hosts stays where it is. If it fails, nothing is exchanged and
     * nobody waits: the other nexus is asked for all it has before the first set is left.
     *
     * @param next the other sets
     * @param decision taken when nothing of the nexus can fail any more; {@link #close} comes before it or after all
     * @return the old ones that native code would not let go of, which must never be given back
     * @throws DdiException EINVAL if they are not {@linkplain #requireLike alike}, ENXIO if the node is gone, or what
     *         the decision fails with
     */
    public Set<RegisterSet> exchange(List<RegisterSet> next, Decision decision) throws DdiException {
        requireLike(next);
        return exchange(List.copyOf(next), next.stream().map(NexusSet.Successor::new).toList(), decision);
    }

    /** Whose the sets are from now on. Short, and while nobody else exchanges or ends them. */
    @FunctionalInterface
    public interface Decision {
        void take() throws DdiException;
    }

    private Set<RegisterSet> exchange(List<RegisterSet> next, List<NexusSet.Successor> successors, Decision decision)
            throws DdiException {
        changing.lock();
        try {
            requireOpen();
            decision.take();
            List<RegisterSet> before;
            List<FrameSource> used;
            synchronized (this) {
                before = sets;
                used = new ArrayList<>(sources);
                // What nobody has used yet is the next one's from the beginning.
                sets = next;
            }
            Set<RegisterSet> stuck = new HashSet<>();
            for (int i = 0; i < used.size(); i++) {
                if (used.get(i) instanceof NexusSet set && !set.leave()) {
                    stuck.add(before.get(i));
                }
            }
            for (int i = 0; i < used.size(); i++) {
                if (used.get(i) instanceof NexusSet set) {
                    set.settle(successors.get(i));
                }
            }
            return stuck;
        } finally {
            changing.unlock();
        }
    }

    /**
     * The device has gone, and something else answers for those of its sets that are no provider's, until {@link
     * #exchange}.
     *
     * @param substitute answers
     * @return the sets that native code would not let go of, which must never be given back
     * @throws DdiException ENXIO if the node is gone
     */
    public Set<RegisterSet> answer(RegisterModel substitute) throws DdiException {
        List<RegisterSet> now = all();
        Map<RegisterSet, NexusSet> answered = new LinkedHashMap<>();
        for (int i = 0; i < now.size(); i++) {
            if (!(now.get(i) instanceof RegisterSet.Hosted) && source(i) instanceof NexusSet set) {
                answered.put(now.get(i), set);
            }
        }
        changing.lock();
        try {
            requireOpen();
            Set<RegisterSet> stuck = new HashSet<>();
            answered.forEach((set, frames) -> {
                if (!frames.answer(substitute)) {
                    stuck.add(set);
                }
            });
            return stuck;
        } finally {
            changing.unlock();
        }
    }

    /**
     * Gives the memory of sets back that nobody uses.
     *
     * @param unused the sets
     */
    public static void release(Collection<RegisterSet> unused) {
        unused.forEach(RegisterSets::releaseUnused);
    }

    /** The node is gone: nobody reaches its registers any more, and memory is given back. Twice is harmless. */
    public void close() {
        changing.lock();
        try {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            // Nothing comes to the lists any more.
            physical.stream().filter(Objects::nonNull).forEach(physicalAddresses::remove);
            for (int i = 0; i < sources.size(); i++) {
                switch (sources.get(i)) {
                    case HostedMemory hosted -> hosted.release();
                    case NexusSet set -> set.release();
                    case null -> releaseUnused(sets.get(i));
                    default -> throw new IllegalStateException("a register set of " + node + " is " + sources.get(i));
                }
            }
        } finally {
            changing.unlock();
        }
    }

    private static void releaseUnused(RegisterSet set) {
        if (set instanceof RegisterSet.Fixed fixed) {
            fixed.memory().release();
        }
    }
}
