package org.devmap.conformance.bench;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.Credential;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.DeviceFile;
import org.devmap.driver.CbFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.CloseEntry;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.IoctlEntry;
import org.devmap.driver.IoctlRequest;
import org.devmap.driver.MmapEntry;
import org.devmap.driver.OpenEntry;
import org.devmap.driver.SegmapEntry;
import org.devmap.driver.SegmapRequest;

/**
 * A driver that does what the test says and records every call in the journal. Fresh from {@link Bench#driver} it is the
 * driver {@code std}: D_DEVMAP, no segmap, no mmap, a devmap that exports register set 1.
 *
 * <p>Which entries are real, and the flags, are settled by {@link #install}; what real entries do can be changed at any time.
 * Null, NODEV, NULLDEV and DDI_DEVMAP_SEGMAP reach the framework as they are.
 */
public final class TestDriver implements DeviceDriver {

    /** Minor nodes of each device: {@code /devices/dv:0} and {@code /devices/dv:1}. */
    public static final int MINORS = 2;

    /** What attach or detach does besides recording itself. */
    @FunctionalInterface
    public interface OnDevice {

        /**
         * As {@link DeviceDriver#attach} and {@link DeviceDriver#detach}.
         *
         * @param device the node
         * @throws DdiException to refuse
         */
        void accept(DeviceInfo device) throws DdiException;
    }

    private final Bench bench;
    private final Journal journal;
    private final Map<Integer, Runnable> steps = new ConcurrentHashMap<>();
    private final AtomicInteger commands = new AtomicInteger();
    private final Map<String, DeviceInfo> devices = new ConcurrentHashMap<>();
    private volatile CbOps table;
    private CbFlags flags = CbFlags.D_DEVMAP;
    private volatile DevmapEntry devmap = Export.registers(1);
    private volatile MmapEntry mmap;
    private volatile SegmapEntry segmap;
    private volatile OpenEntry open = OpenEntry.NULLDEV;
    private volatile CloseEntry close = CloseEntry.NULLDEV;
    private volatile IoctlEntry ioctl = this::runStep;
    private volatile OnDevice onAttach = _ -> { };
    private volatile OnDevice onDetach = _ -> { };

    TestDriver(Bench bench) {
        this.bench = bench;
        this.journal = bench.journal();
    }

    /**
     * Settles the table of entries and attaches this driver to every device of the bench.
     *
     * @return this
     */
    public TestDriver install() {
        bench.register(this);
        return this;
    }

    /**
     * Installs this driver, maps the first page of {@code dv} in a process of its own, and takes the driver away again.
     *
     * @return what came of mmap
     */
    public Outcome mapFirstPage() {
        install();
        try (UserProcess process = bench.process()) {
            return Outcome.of(() -> process.map(0, Bench.P));
        } finally {
            uninstall();
        }
    }

    /** Takes the driver away, so that another one can be installed. */
    public void uninstall() {
        bench.unregister(this);
    }

    /**
     * Sets cb_flag.
     *
     * @param newFlags the flags
     * @return this
     */
    public TestDriver flags(CbFlags newFlags) {
        requireOpenTable(true);
        flags = newFlags;
        return this;
    }

    /**
     * Sets devmap(9E).
     *
     * @param entry a script such as {@link Export}, a sentinel, or null
     * @return this
     */
    public TestDriver devmap(DevmapEntry entry) {
        requireOpenTable(isReal(entry, DevmapEntry.NODEV, DevmapEntry.NULLDEV) != isReal(devmap, DevmapEntry.NODEV,
                DevmapEntry.NULLDEV));
        devmap = entry;
        return this;
    }

    /**
     * Sets mmap(9E).
     *
     * @param entry a script, a sentinel, or null
     * @return this
     */
    public TestDriver mmap(MmapEntry entry) {
        requireOpenTable(isReal(entry, MmapEntry.NODEV, MmapEntry.NULLDEV) != isReal(mmap, MmapEntry.NODEV, MmapEntry.NULLDEV));
        mmap = entry;
        return this;
    }

    /**
     * Sets segmap(9E).
     *
     * @param entry a script, ddi_devmap_segmap, a sentinel, or null
     * @return this
     */
    public TestDriver segmap(SegmapEntry entry) {
        requireOpenTable(isOwnSegmap(entry) != isOwnSegmap(segmap));
        segmap = entry;
        return this;
    }

    /**
     * Sets what open(9E) does.
     *
     * @param script the script
     * @return this
     */
    public TestDriver open(OpenEntry script) {
        open = script;
        return this;
    }

    /**
     * Sets what close(9E) does.
     *
     * @param script the script
     * @return this
     */
    public TestDriver close(CloseEntry script) {
        close = script;
        return this;
    }

    /**
     * Sets what ioctl(9E) does.
     *
     * @param script the script
     * @return this
     */
    public TestDriver ioctl(IoctlEntry script) {
        ioctl = script;
        return this;
    }

    /**
     * Sets what attach(9E) does before minor nodes are made.
     *
     * @param script the script
     * @return this
     */
    public TestDriver onAttach(OnDevice script) {
        onAttach = script;
        return this;
    }

    /**
     * Sets what detach(9E) does.
     *
     * @param script the script
     * @return this
     */
    public TestDriver onDetach(OnDevice script) {
        onDetach = script;
        return this;
    }

    /**
     * A device this driver is attached to.
     *
     * @param node its name
     * @return the device
     */
    public DeviceInfo device(String node) {
        DeviceInfo device = devices.get(node);
        if (device == null) {
            throw new AssertionError("the driver is attached to " + devices.keySet() + ", not to " + node);
        }
        return device;
    }

    @Override
    public CbOps entryPoints() {
        if (table == null) {
            table = CbOps.builder().flags(flags)
                    .devmap(isReal(devmap, DevmapEntry.NODEV, DevmapEntry.NULLDEV) ? this::recordedDevmap : devmap)
                    .mmap(isReal(mmap, MmapEntry.NODEV, MmapEntry.NULLDEV) ? this::recordedMmap : mmap)
                    .segmap(isOwnSegmap(segmap) ? this::recordedSegmap : segmap)
                    .open(this::recordedOpen).close(this::recordedClose).ioctl(this::recordedIoctl).build();
        }
        return table;
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        journal.begin(Call.of("attach").with("node", device.name()));
        devices.put(device.name(), device);
        onAttach.accept(device);
        for (int minor = 0; minor < MINORS; minor++) {
            device.createMinorNode(String.valueOf(minor), device.instance() * MINORS + minor, Bench.SET_1_SIZE);
        }
    }

    @Override
    public void detach(DeviceInfo device) throws DdiException {
        journal.begin(Call.of("detach").with("node", device.name()));
        onDetach.accept(device);
        devices.remove(device.name());
    }

    @Override
    public Optional<DeviceInfo> getinfo(Dev dev) {
        journal.begin(Call.of("getinfo").with("dev", dev));
        return devices.values().stream().filter(device -> device.instance() == dev.minor() / MINORS).findFirst();
    }

    private long recordedDevmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        int call = journal.begin(Calls.devmap(journal.name(handle), off, len).with("dev", dev).with("model", model));
        try {
            long maplen = devmap.devmap(dev, handle, off, len, model);
            journal.end(call, maplen);
            return maplen;
        } catch (DdiException | RuntimeException refusal) {
            journal.end(call, refusal);
            throw refusal;
        }
    }

    private long recordedMmap(Dev dev, long off, Protection prot) throws DdiException {
        int call = journal.begin(Calls.mmap(off).with("dev", dev).with("prot", prot));
        try {
            long frame = mmap.mmap(dev, off, prot);
            journal.end(call, frame);
            return frame;
        } catch (DdiException | RuntimeException refusal) {
            journal.end(call, refusal);
            throw refusal;
        }
    }

    private void recordedSegmap(SegmapRequest request) throws DdiException {
        int call = journal.begin(Calls.segmap(request.off(), request.len()).with("dev", request.dev())
                .with("address", request.address()).with("prot", request.prot()).with("maxprot", request.maxprot())
                .with("flags", request.flags()).with("model", request.model()));
        try {
            segmap.segmap(request);
        } catch (DdiException | RuntimeException refusal) {
            journal.end(call, refusal);
            throw refusal;
        }
    }

    private Dev recordedOpen(Dev dev, OpenFlags mode, Credential credential) throws DdiException {
        journal.begin(Call.of("open").with("dev", dev).with("mode", mode));
        return open.open(dev, mode, credential);
    }

    private void recordedClose(Dev dev, Credential credential) throws DdiException {
        journal.begin(Call.of("close").with("dev", dev));
        close.close(dev, credential);
    }

    /** Runs a step inside an ioctl on that file; what it comes to is told there, past whatever the framework does to failures. */
    Outcome inIoctl(DeviceFile file, Step step) {
        int command = commands.incrementAndGet();
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        steps.put(command, () -> {
            try {
                outcome.set(Outcome.of(step));
            } catch (Throwable unexpected) {
                failure.set(unexpected);
            }
        });
        Bench.succeed("call ioctl", () -> file.ioctl(command));
        if (failure.get() != null) {
            throw new AssertionError("inside ioctl: " + failure.get().getMessage(), failure.get());
        }
        return outcome.get();
    }

    private int runStep(IoctlRequest request) throws DdiException {
        Runnable step = steps.remove(request.command());
        if (step == null) {
            throw new DdiException(Errno.ENOTTY, "no step of the test has command " + request.command());
        }
        step.run();
        return 0;
    }

    private int recordedIoctl(IoctlRequest request) throws DdiException {
        journal.begin(Call.of("ioctl").with("dev", request.dev()).with("command", request.command()));
        return ioctl.ioctl(request);
    }

    private static boolean isReal(Object entry, Object nodev, Object nulldev) {
        return entry != null && entry != nodev && entry != nulldev;
    }

    private static boolean isOwnSegmap(SegmapEntry entry) {
        return isReal(entry, SegmapEntry.NODEV, SegmapEntry.NULLDEV) && entry != SegmapEntry.DDI_DEVMAP_SEGMAP;
    }

    /** A real entry may be replaced by another at any time, but null, sentinels and flags are in the table for good. */
    private void requireOpenTable(boolean changesTable) {
        if (changesTable && table != null) {
            throw new IllegalStateException("the driver is installed: whether an entry is real, and the flags, are settled");
        }
    }
}
