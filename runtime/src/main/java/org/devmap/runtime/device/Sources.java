package org.devmap.runtime.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;

/** Who has published a node: one source is in charge, the others stand by in the order of their coming. Thread-safe. */
public final class Sources {

    private Source inCharge;
    private final List<Source> standBy = new ArrayList<>();
    private boolean ended;
    private boolean absent;
    /** There is no way back: the node is no more, or on its way out of the tree. */
    private boolean gone;

    Sources(Source first) {
        inCharge = first;
    }

    public synchronized Source inCharge() {
        return inCharge;
    }

    /**
     * False if its nexus has published the node already, or all sources have gone. Whoever comes for a device that has
     * gone is welcome.
     */
    public synchronized boolean add(Source source) {
        if (absent) {
            return standBy.add(source);
        }
        if (ended || source.nexus().isEmpty() || source.nexus().equals(inCharge.nexus())
                || standBy.stream().anyMatch(present -> present.nexus().equals(source.nexus()))) {
            return false;
        }
        return standBy.add(source);
    }

    /** A source that stands by goes; false if it does not. */
    public synchronized boolean remove(Source source) {
        return standBy.remove(source);
    }

    /** The one in charge goes: who comes next? With nobody, no source is added any more. */
    public synchronized Optional<Source> next() {
        ended = standBy.isEmpty();
        return standBy.stream().findFirst();
    }

    /** Nobody has the device any more, and its return is awaited; ENXIO if the node is gone. */
    public synchronized void beginAbsence() throws DdiException {
        if (gone) {
            throw new DdiException(Errno.ENXIO, "the node of " + inCharge + " is gone");
        }
        ended = false;
        absent = true;
    }

    public synchronized boolean isAbsent() {
        return absent;
    }

    /** Whether nobody has the device any more and the node is about to go. */
    public synchronized boolean isEnded() {
        return ended;
    }

    /** Whether a source has the device: then its withdrawal is that of the device. */
    public synchronized boolean isInCharge(Source source) {
        return inCharge == source && !absent;
    }

    /** From now on one that stands by is in charge; ENXIO if it does not stand by any more. */
    public synchronized void putInCharge(Source next) throws DdiException {
        if (!standBy.remove(next)) {
            throw new DdiException(Errno.ENXIO, next + " does not stand by any more");
        }
        absent = false;
        inCharge = next;
    }

    /** It is in charge no more, but there. */
    public synchronized void keep(Source former) {
        standBy.add(former);
    }

    /** Whether the node has ended, or was given up while work of the device was still going on. */
    public synchronized boolean isGone() {
        return gone;
    }

    /** The source of a nexus that stands by; ENOENT naming those that do. */
    public synchronized Source standBy(String nexus) throws DdiException {
        List<String> names = standBy.stream().flatMap(source -> source.nexus().stream()).toList();
        return standBy.stream().filter(source -> source.nexus().filter(nexus::equals).isPresent()).findFirst()
                .orElseThrow(() -> new DdiException(Errno.ENOENT, "nexus " + nexus + " does not stand by for " + inCharge
                        + (names.isEmpty() ? ", nor does any other" : "; there are " + names)));
    }

    /** The node ends: those that stand by, to be published again. */
    public synchronized List<Source> end() {
        gone = true;
        ended = true;
        absent = false;
        List<Source> left = List.copyOf(standBy);
        standBy.clear();
        return left;
    }

    /**
     * The node {@linkplain #end ends} because of a source, while work of the device may still go on; empty if that one
     * is not {@linkplain #isInCharge in charge} and the node does not end.
     */
    public synchronized Optional<List<Source>> endWith(Source last) {
        return isInCharge(last) ? Optional.of(end()) : Optional.empty();
    }

    synchronized List<Source> all() {
        List<Source> all = new ArrayList<>(standBy);
        all.addFirst(inCharge);
        return all;
    }
}
