package org.devmap.runtime.handle;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.Protection;
import org.devmap.driver.ContextCallback;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapFlags;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.DevmemSetup;
import org.devmap.driver.UmemRemap;
import org.devmap.driver.UmemSetup;
import org.devmap.runtime.exclusion.LockGate;
import org.devmap.runtime.translation.Translation;

/**
 * The devmap cookie: one contiguous piece of one mapping (section 1.2), with its protections, callbacks and shared records. What it
 * shows where is kept in {@link HandlePages}; what a driver sets up or remaps is checked by {@link HandleSetup} and
 * {@link HandleRemap}; loading and unloading is {@link HandleLoad} and {@link DefaultLoad}, and a partial unmap {@link HandleCut}.
 *
 * <p>Fields are changed under the exclusive as lock (geometry), the handle lock (backing of remappable handles), or before anybody
 * else can see the handle (setup); they are volatile because unload may come from any thread at any time.
 */
public final class MappingHandle implements DevmapCookie {

    private static final AtomicLong IDS = new AtomicLong();

    private final long id = IDS.incrementAndGet();
    private final HandlePages pages;
    private volatile Terms terms;

    /** The thread inside the devmap(9E) call that received this handle; null otherwise (D-9). */
    private volatile Thread settingUp;
    private volatile boolean setupDone;
    private volatile boolean gone;

    private volatile DriverSide driver = DriverSide.NONE;
    private volatile long timeout;

    private volatile Segment segment;
    /** Exists iff ALLOW_REMAP. */
    private volatile ReentrantLock lock;

    /**
     * A handle before setup.
     *
     * @param services what it needs of its system
     * @param device the device it belongs to
     * @param uoff user offset of its first byte
     * @param prot protection asked for, with USER
     * @param maxprot bound of the segmap path
     */
    public MappingHandle(HandleServices services, HandleDevice device, long uoff, Protection prot, Protection maxprot) {
        this(new HandlePages(new Extent(uoff, 0, 0, 0)), new Terms(services, device, prot, maxprot));
    }

    private MappingHandle(HandlePages pages, Terms terms) {
        this.pages = pages;
        this.terms = terms;
    }

    /** A copy for a fork or a split: everything but lock, translation and soft locks; references to gate and context of its own. */
    MappingHandle copy(Segment newSegment) {
        MappingHandle copy = new MappingHandle(pages.copy(), terms);
        copy.setupDone = setupDone;
        copy.driver = driver.copy(services().records());
        copy.timeout = timeout;
        copy.segment = newSegment;
        copy.lock = lock == null ? null : new ReentrantLock();
        return copy;
    }

    // ---- setup and remap

    /** Opens the window in which setup is allowed; closed by {@link #endSetup}. */
    public void beginSetup() {
        settingUp = Thread.currentThread();
    }

    /** The devmap(9E) call has returned. */
    public void endSetup() {
        settingUp = null;
    }

    @Override
    public void umemSetup(UmemSetup setup) throws DdiException {
        HandleSetup.requireRequest(setup, "setup");
        HandleSetup.umem(this, setup);
    }

    @Override
    public void devmemSetup(DevmemSetup setup) throws DdiException {
        HandleSetup.requireRequest(setup, "setup");
        HandleSetup.devmem(this, setup);
    }

    @Override
    public void umemRemap(UmemRemap remap) throws DdiException {
        HandleSetup.requireRequest(remap, "remap");
        HandleRemap.umem(this, remap);
    }

    @Override
    public void devmemRemap(DevmemRemap remap) throws DdiException {
        HandleSetup.requireRequest(remap, "remap");
        HandleRemap.devmem(this, remap);
    }

    boolean isSetupByThisThread() {
        return settingUp == Thread.currentThread();
    }

    /** All checks passed: the handle is what the driver described. */
    void describe(long newLength, Backing newBacking, DevmapFlags newFlags, Protection newMaxprot, Callbacks newCallbacks) {
        pages.describe(newLength, device().backings().shared(newBacking));
        terms = terms.with(newMaxprot, newFlags.and(DevmapFlags.STORABLE));
        driver = DriverSide.of(newCallbacks, null);
        if (newFlags.contains(DevmapFlags.ALLOW_REMAP)) {
            lock = new ReentrantLock();
        }
        setupDone = true;
    }

    void setMaxprot(Protection newMaxprot) {
        terms = terms.with(newMaxprot, terms.flags());
    }

    // ---- load and unload

    @Override
    public void load(long off, long len, AccessType type, AccessDirection rw) throws FaultException {
        HandleLoad.load(this, off, len, type, rw);
    }

    @Override
    public void unload(long off, long len) throws FaultException {
        HandleLoad.unload(this, off, len);
    }

    @Override
    public <P> void doContextManagement(long off, long len, AccessType type, AccessDirection rw, ContextCallback<P> switchContext)
            throws FaultException {
        HandleContext.run(this, driver.context(), off, len, type, rw, switchContext);
    }

    @Override
    public void setContextTimeout(long ticks) {
        timeout = Math.max(0, ticks);
    }

    // ---- life in a segment

    /** The piece has an address and a segment from now on. */
    public void place(Segment newSegment, long newAddress) {
        segment = newSegment;
        pages.place(newAddress, newSegment.extent());
    }

    /**
     * Attaches gate and context, which exist iff the access callback is real.
     *
     * @return the gate, or null
     */
    public LockGate attachRecords() {
        driver = driver.withRecords(services().records(), device());
        return driver.gate();
    }

    /**
     * Nothing of the handle remains: no translation, no reference, no effect of later calls. Twice is harmless, at the
     * same time as well: nobody returns while a page can still be reached.
     */
    public void retire() {
        // Asked before it is decided who retires: the other one may be about to take the driver away.
        DriverSide last = driver;
        synchronized (pages) {
            if (gone) {
                return;
            }
            gone = true;
            pages.dropAll();
        }
        dropSoftLocks();
        last.release(services().records());
    }

    /** A process that ends does not wait for those who locked its pages; their unlock finds nothing left to do. */
    private void dropSoftLocks() {
        int left = pages.unpinAll();
        if (left > 0) {
            segment.softLocksTaken();
            if (backing().cookie() != null) {
                backing().cookie().unpin(left);
            }
            if (gate() != null) {
                gate().leaveLock(left);
            }
        }
    }

    void setData(Object newData) {
        driver.keep(newData);
    }

    void moveTo(Segment newSegment) {
        segment = newSegment;
    }

    /**
     * Calls the driver's access callback, under no lock of the handle.
     *
     * @param off user offset
     * @param len bytes
     * @param type why
     * @param rw direction
     * @throws FaultException what it failed with
     * @throws DdiException what it failed with
     */
    public void access(long off, long len, AccessType type, AccessDirection rw) throws FaultException, DdiException {
        DriverSide asked = driver;
        asked.callbacks().access(this, asked.data(), off, len, type, rw);
    }

    /**
     * Calls the driver's map callback and keeps the private data it answers.
     *
     * @param flags raw flags of mmap
     * @param off user offset
     * @throws DdiException what it failed with
     */
    public void map(MapFlags flags, long off) throws DdiException {
        DriverSide asked = driver;
        asked.keep(asked.callbacks().map(this, device().dev(), flags, off, length()));
    }

    /** Calls the driver's unmap callback for the whole handle, unless the driver has left, and retires it. */
    public void unmapWhole() {
        try {
            if (length() > 0 && !segment.isDead()) {
                driver.callbacks().unmap(this, driver.data(), uoff(), length(), null, null);
            }
        } finally {
            retire();
        }
    }

    /**
     * The driver is gone while a callback of it may still be running: it reaches nothing through this handle any more, and is not
     * told of its end.
     */
    void abandon() {
        retire();
        driver = DriverSide.NONE;
    }

    // ---- what others need to know

    /** Unique in this process. */
    long id() {
        return id;
    }

    @Override
    public String toString() {
        return "handle " + id + " of " + device().name();
    }

    HandleServices services() {
        return terms.services();
    }

    /** The device. */
    public HandleDevice device() {
        return terms.device();
    }

    boolean isSetupDone() {
        return setupDone;
    }

    /** Whether it may be remapped, and therefore not be locked. */
    public boolean isRemappable() {
        return lock != null;
    }

    ReentrantLock lock() {
        return lock;
    }

    boolean isGone() {
        return gone;
    }

    HandlePages pages() {
        return pages;
    }

    /** User offset of the first byte. */
    public long uoff() {
        return pages.extent().uoff();
    }

    /** Bytes. */
    public long length() {
        return pages.extent().length();
    }

    /** User address of the first byte. */
    public long address() {
        return pages.extent().address();
    }

    /** User address behind the last byte. */
    public long end() {
        return pages.extent().end();
    }

    Protection prot() {
        return terms.prot();
    }

    Protection origMaxprot() {
        return terms.origMaxprot();
    }

    /** The bound for mprotect. */
    public Protection maxprot() {
        return terms.maxprot();
    }

    DevmapFlags flags() {
        return terms.flags();
    }

    /** The byte of what is behind it that the first byte shows. */
    public long sourceOffset() {
        return backing().sourceOffset(uoff());
    }

    /** What is behind it. */
    public Backing backing() {
        return pages.backing();
    }

    DriverSide driver() {
        return driver;
    }

    void setDriver(DriverSide newDriver) {
        driver = newDriver;
    }

    /** The driver's callbacks. */
    public Callbacks callbacks() {
        return driver.callbacks();
    }

    /** The driver's private data. */
    public Object data() {
        return driver.data();
    }

    long timeout() {
        return timeout;
    }

    /** The segment it is part of; null before it is placed. */
    public Segment segment() {
        return segment;
    }

    /** The gate, or null without access callback. */
    public LockGate gate() {
        return driver.gate();
    }

    /** The page table; null if no page was ever loaded. */
    public Translation translation() {
        return pages.translation();
    }
}
