package org.devmap.runtime.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.dto.NodeSnapshot;
import org.devmap.embed.RemovalPolicy;
import org.devmap.runtime.nexus.RegisterSets;

/** A device node: what its nexus says of it, where it stands with a driver, its minor nodes, and who has it open. */
public final class Node {

    /** A minor node. */
    public record Minor(String name, int number, long size) {
    }

    private final String name;
    private final Sources sources;
    private final RegisterSets registers;
    private final DeviceThread thread;
    private final ReentrantLock openClose = new ReentrantLock();
    private final Turnstile turnstile;
    private final PollWait pollWait = new PollWait();
    private final Map<String, Minor> minors = new TreeMap<>();
    private final List<OpenDevice> opens = new ArrayList<>();
    private NodeSnapshot.State state = NodeSnapshot.State.UNBOUND;
    private String problem;
    private boolean waitsForMemory;
    private DeviceInstance instance;
    /** What a driver left to its next version; then there is no instance, and the minor nodes stay. */
    private Bequest bequest;
    /** Whose attach(9E) failed, while the state is FAULTED. */
    private Driver culprit;

    public Node(Source source, RegisterSets registers, DeviceServices services) {
        this.name = source.name();
        this.sources = new Sources(source);
        this.registers = registers;
        this.thread = new DeviceThread(services.threads(), services.workBound(), services.diagnostics());
        this.turnstile = new Turnstile(thread::isCurrent,
                path -> services.removal().of(name, path) == RemovalPolicy.WAIT);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** As the nexus in charge describes it. */
    public DeviceNode description() {
        return sources.inCharge().description();
    }

    /** Who has published it. */
    public Sources sources() {
        return sources;
    }

    /** Its register sets. */
    public RegisterSets registers() {
        return registers;
    }

    public DeviceThread thread() {
        return thread;
    }

    /** Keeps open(9E) and close(9E) of the device apart; the one lock that is held while they run. */
    public ReentrantLock openClose() {
        return openClose;
    }

    /** The way into its driver. */
    public Turnstile turnstile() {
        return turnstile;
    }

    /** Callers that wait in poll. */
    public PollWait pollWait() {
        return pollWait;
    }

    public synchronized NodeSnapshot.State state() {
        return state;
    }

    public synchronized void become(NodeSnapshot.State newState, DeviceInstance newInstance, String newProblem) {
        state = newState;
        instance = newInstance;
        problem = newProblem;
        waitsForMemory = false;
        culprit = null;
        bequest = null;
        if (newInstance == null) {
            minors.clear();
        }
    }

    /** Its device has gone, and its driver waits for it. */
    public synchronized void awaitDevice(String reason) {
        state = NodeSnapshot.State.SUSPENDED;
        problem = reason;
    }

    /** Its driver has left and waits for its next version. */
    public synchronized void bequeath(Bequest left) {
        state = NodeSnapshot.State.SUSPENDED;
        problem = "waits for the next version of " + left.driver();
        instance = null;
        bequest = left;
    }

    /** What waits for the next version of its driver. */
    public synchronized Optional<Bequest> bequest() {
        return Optional.ofNullable(bequest);
    }

    /** The driver could not attach because there is no memory provider yet. */
    public synchronized void waitForMemory(String reason) {
        become(NodeSnapshot.State.UNBOUND, null, reason);
        waitsForMemory = true;
    }

    public synchronized boolean waitsForMemory() {
        return waitsForMemory;
    }

    /** Whether it waited for memory; whoever is told so attaches it, and nobody else is. */
    public synchronized boolean takeWaitForMemory() {
        boolean waited = waitsForMemory;
        waitsForMemory = false;
        return waited;
    }

    /** A driver's attach(9E) failed. */
    public synchronized void fault(Driver driver, String reason) {
        become(NodeSnapshot.State.FAULTED, null, reason);
        culprit = driver;
    }

    /** A driver has left: its failure stands in nobody's way any more. False if the last failure was not its own. */
    public synchronized boolean forgive(Driver driver) {
        if (culprit != driver) {
            return false;
        }
        become(NodeSnapshot.State.UNBOUND, null, null);
        return true;
    }

    /** From here on nobody opens it; EBUSY if somebody has. */
    public synchronized void beginDetach() throws DdiException {
        if (!opens.isEmpty()) {
            throw new DdiException(Errno.EBUSY, "device " + name() + " is open or mapped");
        }
        become(NodeSnapshot.State.DETACHING, instance, null);
    }

    /** The attached instance. */
    public synchronized Optional<DeviceInstance> instance() {
        return Optional.ofNullable(instance);
    }

    /** The instance that applications may open. */
    public synchronized DeviceInstance requireAttached() throws DdiException {
        if (state != NodeSnapshot.State.ATTACHED) {
            throw new DdiException(Errno.ENXIO, "device " + name() + " is " + state.name().toLowerCase() + ", not attached"
                    + (problem == null ? "" : ": " + problem));
        }
        return instance;
    }

    synchronized void addMinor(Minor minor) throws DdiException {
        if (minor.name() == null) {
            throw new DdiException(Errno.EINVAL, "minorName is null");
        }
        if (!minor.name().matches("[^/:\\s]+")) {
            throw new DdiException(Errno.EINVAL, "minor name '" + minor.name() + "' must not be empty or contain slash, colon or space");
        }
        if (minors.putIfAbsent(minor.name(), minor) != null) {
            throw new DdiException(Errno.EBUSY, "minor node " + minor.name() + " of " + name() + " exists");
        }
    }

    synchronized void removeMinor(String minorName) {
        minors.remove(minorName);
    }

    synchronized void removeMinors() {
        minors.clear();
    }

    public synchronized Optional<Minor> minor(String minorName) {
        return Optional.ofNullable(minors.get(minorName));
    }

    /** Paths that can be opened. */
    public synchronized List<String> paths() {
        return minors.keySet().stream().map(minor -> "/devices/" + name() + ":" + minor).toList();
    }

    /** Adds an open; false if its instance is leaving or gone. */
    public synchronized boolean opened(OpenDevice open) {
        return state == NodeSnapshot.State.ATTACHED && instance == open.instance() && opens.add(open);
    }

    synchronized void closed(OpenDevice open) {
        opens.remove(open);
    }

    /** Whoever has it open, one for each device number. */
    public synchronized List<OpenDevice> opens() {
        return List.copyOf(opens);
    }

    /**
     * The state, for the snapshot. The nexus is asked under no lock.
     *
     * @param mappedBytes bytes mapped in all spaces
     * @return a picture
     */
    public NodeSnapshot snapshot(long mappedBytes) {
        Source source = sources.inCharge();
        List<NodeSnapshot.Registers> sets = new ArrayList<>();
        for (RegisterSet set : registers.all()) {
            sets.add(new NodeSnapshot.Registers(sets.size(), set.name(), set.size(),
                    set.isRegisters() ? NodeSnapshot.Kind.REGISTERS : NodeSnapshot.Kind.MEMORY,
                    registers.host(sets.size(), source.nexus().orElse("configuration")), set.registers()));
        }
        DeviceNode description = source.description();
        return snapshot(mappedBytes, source, description.compatible(), description.interrupts().size(), sets);
    }

    private synchronized NodeSnapshot snapshot(long mappedBytes, Source source, List<String> compatible, int interrupts,
            List<NodeSnapshot.Registers> sets) {
        return new NodeSnapshot(name(), compatible, source.nexus(), standBy(),
                Optional.ofNullable(instance).map(i -> i.driver().compatible().getFirst()), state, Optional.ofNullable(problem),
                instance == null ? -1 : instance.instance(), instance == null ? -1 : instance.major(),
                minors.values().stream().map(m -> new NodeSnapshot.Minor(m.name(), m.number(), m.size())).toList(), sets,
                interrupts, opens.stream().mapToInt(OpenDevice::files).sum(), mappedBytes);
    }

    private List<String> standBy() {
        return sources.all().stream().skip(1).flatMap(source -> source.nexus().stream()).toList();
    }
}
