package org.devmap.runtime.process;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.Credential;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MemoryAccess;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.LockedRange;
import org.devmap.app.Mapping;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.runtime.call.BoundedWork;
import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.fault.FaultReport;
import org.devmap.runtime.handle.Counters;
import org.devmap.runtime.handle.FaultOutcome;
import org.devmap.runtime.handle.Origin;
import org.devmap.runtime.handle.Segment;
import org.devmap.runtime.mapping.MapRequest;
import org.devmap.runtime.mapping.MappingTarget;
import org.devmap.runtime.space.Space;
import org.devmap.runtime.trace.Occurrence;
import org.devmap.runtime.trace.Trace;
import org.devmap.runtime.tree.DeviceTree;

/** A process: an address space with its open files, its mappings as objects, and its locked ranges. */
public final class Process implements AddressSpace {

    /** On the machine's clock: models that answer at all do so sooner. */
    private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Space space;
    /** The process at the root of the forks that led here. */
    private final Process ancestor;
    private final ProcessServices services;
    private final Credential credential;
    private final List<OpenFile> files = new CopyOnWriteArrayList<>();
    private final Set<LockedPagesRange> locks = ConcurrentHashMap.newKeySet();
    private final UserLocks userLocks = new UserLocks(this);
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean zombie;

    /**
     * A process.
     *
     * @param space its address space
     * @param services what it needs of its system
     * @param parent the process it is forked from, or null
     */
    Process(Space space, ProcessServices services, Process parent) {
        this.ancestor = parent == null ? this : parent.ancestor;
        this.space = space;
        this.services = services;
        this.credential = new Credential(space.owner());
        space.watch(userLocks::cleanUp);
    }

    /** Its address space. */
    public Space space() {
        return space;
    }

    Process ancestor() {
        return ancestor;
    }

    UserLocks userLocks() {
        return userLocks;
    }

    ProcessServices services() {
        return services;
    }

    Credential credential() {
        return credential;
    }

    @Override
    public long id() {
        return space.id();
    }

    @Override
    public String owner() {
        return space.owner();
    }

    @Override
    public DataModel model() {
        return space.model();
    }

    // ---- files

    @Override
    public DeviceFile open(String path, OpenFlags flags) throws DdiException {
        requireAlive();
        if (path == null || flags == null) {
            throw new DdiException(Errno.EINVAL, path == null ? "path is null" : "flags are null");
        }
        try (CallStack.Frame _ = user()) {
            DeviceTree.Opened opened = services.tree().open(path, flags, credential);
            OpenFile file = add(new OpenFile(this, path, flags, opened.device(), opened.size()));
            endWithThis(file::close);
            return file;
        }
    }

    /** What came while the process was exiting, which looked for such things before. */
    private void endWithThis(Runnable late) throws DdiException {
        if (closed.get()) {
            late.run();
            requireAlive();
        }
    }

    private OpenFile add(OpenFile file) {
        files.add(file);
        return file;
    }

    void closed(OpenFile file) {
        files.remove(file);
    }

    @Override
    public List<DeviceFile> files() {
        return List.copyOf(files);
    }

    // ---- mappings

    /** The origins of this process: the mappings themselves. */
    ProcessMapping mapping(MappingTarget target, MapRequest request, long address, long length, Origin.DrvRange drvRange) {
        return new ProcessMapping(this, address, length, target.path(), request.off(), request.flags(), target.use(), drvRange);
    }

    @Override
    public Optional<Mapping> mappingAt(long address) {
        return Optional.ofNullable(space.segmentAt(address)).map(Segment::origin).map(ProcessMapping.class::cast);
    }

    @Override
    public MemoryAccess memory() {
        return new SpaceMemory(this);
    }

    @Override
    public void munmap(long address, long length) throws DdiException {
        long bytes = checkedRange(address, length, Errno.EINVAL);
        unmap(address, bytes, null);
    }

    void unmap(long address, long length, Origin origin) throws DdiException {
        Trace.Span span = Trace.begin(Occurrence.MUNMAP);
        try (CallStack.Frame _ = user()) {
            space.unmap(address, length, origin);
            services.handles().counters().count(Counters.Event.MUNMAP);
        } finally {
            Trace.end(span, origin == null ? this : origin.path(), address, length);
        }
    }

    @Override
    public void mprotect(long address, long length, Protection protection) throws DdiException {
        if (protection == null) {
            throw new DdiException(Errno.EINVAL, "protection is null");
        }
        long bytes = checkedRange(address, length, Errno.ENOMEM);
        if (!Protection.ALL.contains(protection)) {
            throw new DdiException(Errno.EINVAL, "protection " + protection + " must consist of READ, WRITE, EXEC and USER");
        }
        try (CallStack.Frame _ = user()) {
            space.protect(address, bytes, protection.with(Protection.USER));
        }
    }

    @Override
    public void mlock(long address, long length) throws DdiException {
        requireMapped(address, length);
    }

    @Override
    public void msync(long address, long length) throws DdiException {
        requireMapped(address, length);
    }

    @Override
    public void madvise(long address, long length) throws DdiException {
        requireMapped(address, length);
    }

    @Override
    public BitSet mincore(long address, long length) throws DdiException {
        requireMapped(address, length);
        BitSet resident = new BitSet();
        resident.set(0, (int) Pages.btopr(length));
        return resident;
    }

    private void requireMapped(long address, long length) throws DdiException {
        space.requireMapped(address, checkedRange(address, length, Errno.ENOMEM));
    }

    /** Address aligned, length not 0, range in user space; answers the length in whole pages. */
    private long checkedRange(long address, long length, Errno outside) throws DdiException {
        if (!Pages.isAligned(address) || length == 0) {
            throw new DdiException(Errno.EINVAL,
                    "address 0x%x must be page aligned and length %d greater than 0".formatted(address, length));
        }
        long bytes = Pages.roundUp(length);
        if (length < 0 || bytes <= 0 || !space.isUser(address, bytes)) {
            throw new DdiException(outside, "range 0x%x+0x%x lies outside user space".formatted(address, length));
        }
        return bytes;
    }

    // ---- faults and locks

    @Override
    public void faultIn(long address, long length, AccessDirection rw) {
        Objects.requireNonNull(rw, "rw");
        if (length <= 0) {
            throw new IllegalArgumentException("length " + length + " must be greater than 0");
        }
        FaultOutcome outcome = space.fault(address, length, AccessType.ACCESS, rw, null);
        if (!outcome.isOk()) {
            countRefused(this, address, length);
            throw FaultReport.toUser(outcome, address, "faultIn(0x%x, 0x%x, %s)".formatted(address, length, rw));
        }
    }

    /** An access ends in a memory fault. */
    void countRefused(Object where, long address, long length) {
        services.handles().counters().count(Counters.Event.REFUSED);
        Trace.end(Trace.begin(Occurrence.REFUSED), where, address, length);
    }

    @Override
    public LockedRange pageLock(long address, long length, AccessDirection rw) throws DdiException {
        return lock(address, length, rw, null);
    }

    LockedPagesRange lock(long address, long length, AccessDirection rw, Origin origin) throws DdiException {
        if (length <= 0 || rw == null) {
            throw new DdiException(Errno.EINVAL, rw == null ? "rw is null" : "length " + length + " must be greater than 0");
        }
        requireAlive();
        long start = Pages.roundDown(address);
        LockedPagesRange range = LockedPagesRange.lock(this, start, Pages.roundUp(address + length) - start, rw, origin);
        locks.add(range);
        endWithThis(range::close);
        return range;
    }

    void unlocked(LockedPagesRange range) {
        locks.remove(range);
    }

    // ---- life

    @Override
    public AddressSpace fork() throws DdiException {
        requireAlive();
        Process child = services.processes().make(owner(), model(), this);
        boolean done = false;
        try (CallStack.Frame _ = user()) {
            // From here on whoever ends the family of a process finds the child.
            requireAlive();
            space.forkInto(child.space);
            for (OpenFile file : files) {
                file.copyInto(child).ifPresent(child::add);
            }
            done = true;
            return child;
        } finally {
            if (!done) {
                child.close();
            }
        }
    }

    @Override
    public void vfork(Consumer<AddressSpace> child) {
        Objects.requireNonNull(child, "child").accept(this);
    }

    @Override
    public void exec() throws DdiException {
        requireAlive();
        if (space.softLocks().isHeldByThisThread()) {
            throw new DdiException(Errno.EDEADLK, "this thread holds a locked range in the address space; close it first");
        }
        try (CallStack.Frame _ = user()) {
            space.removeAll(false);
        }
    }

    /** Locked ranges of the process end with it; whoever else has locked its pages finds nothing left to unlock. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            new Exit(this, services).run(List.copyOf(locks), List.copyOf(files));
        } catch (DdiException | IllegalStateException e) {
            closed.set(false);
            throw new IllegalStateException("address space " + id() + " of " + owner() + " cannot exit here: " + e.getMessage(), e);
        }
    }

    /**
     * Its exit is not over, but nobody waits for it any more. No access to memory is under way when this returns. One to
     * registers is waited for a moment only: whoever is inside a model that does not answer stays there, and gets what it
     * answers some time. A mapping from which somebody else is just taking pages, and waits for such a model, is closed
     * when that is over.
     */
    void becomeZombie() {
        zombie = true;
        BoundedWork late = new BoundedWork(services.threads());
        space.freeze(late);
        late.await(ANSWER_NANOS);
    }

    boolean isZombie() {
        return zombie;
    }

    private void requireAlive() throws DdiException {
        if (closed.get()) {
            throw new DdiException(Errno.EBADF, "address space " + id() + " of " + owner() + " has exited");
        }
    }

    private CallStack.Frame user() {
        return services.handles().calls().user(space);
    }

    SpaceSnapshot snapshot() {
        return new SpaceSnapshot(id(), owner(), model().toString(), files.stream().map(OpenFile::path).toList(), space.snapshot(),
                space.waiting(), zombie);
    }

    @Override
    public String toString() {
        return "address space " + id() + " of " + owner();
    }
}
