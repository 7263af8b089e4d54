package org.devmap.conformance.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.devmap.DataModel;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.MemoryProvider;
import org.devmap.backend.RegisterSet;
import org.devmap.conformance.Backend;
import org.devmap.conformance.Capability;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.SystemSnapshot;
import org.devmap.embed.DevmapSystem;
import org.devmap.embed.DevmapSystemFactory;
import org.devmap.embed.ManualClock;
import org.devmap.embed.SystemConfiguration;
import org.devmap.embed.SystemConfigurationBuilder;

/**
 * The fixture of a statement: a fresh system on the backend under test, with the device {@code dv} (register set 0 is
 * configuration space, set 1 has 16 pages, set 2 has 4). Order of a test: {@link #configure}, then a driver
 * ({@link #std} or {@link #driver}), then processes.
 *
 * <p>{@link #close} ends everything and fails if anything was left behind.
 */
public final class Bench implements AutoCloseable {

    /** The page size. */
    public static final long P = Pages.SIZE;
    /** Bytes of register set 1. */
    public static final long SET_1_SIZE = 16 * P;
    /** Bytes of register set 2. */
    public static final long SET_2_SIZE = 4 * P;
    /** The device that is always there. */
    public static final String DV = "dv";

    private static final String OWNER = "conformance";

    private final DevmapSystemFactory factory;
    private final Backend backend;
    private final ManualClock clock = new ManualClock();
    private final Journal journal = new Journal();
    private final List<String> diagnostics = new CopyOnWriteArrayList<>();
    private final SystemConfigurationBuilder configuration = SystemConfiguration.builder().clock(clock).onlineCpus(2)
            .diagnostics(diagnostics::add);
    private final SequencedMap<TestDriver, DevmapSystem.Registration> drivers = new LinkedHashMap<>();
    private final List<UserProcess> processes = new ArrayList<>();
    private final Threads threads = new Threads();
    private final KernelMemory memory = new KernelMemory(this);
    private MemoryProvider provider;
    private DevmapSystem system;

    /**
     * A bench. The system is made at the first use of it.
     *
     * @param factory makes the system
     * @param backend what is tested
     */
    public Bench(DevmapSystemFactory factory, Backend backend) {
        this.factory = Objects.requireNonNull(factory, "factory");
        this.backend = Objects.requireNonNull(backend, "backend");
        this.provider = backend.provider();
    }

    /**
     * One more bench, for a statement about two kinds of system. A backend serves one system after the other: it must be closed
     * before anything is done with this one.
     *
     * @return a fresh bench on the same backend
     */
    public Bench another() {
        requireNoSystem();
        return new Bench(factory, backend);
    }

    /**
     * Changes what the system is like. Must come first.
     *
     * @param change for example {@code c -> c.onlineCpus(1)}
     * @return this
     */
    public Bench configure(Consumer<SystemConfigurationBuilder> change) {
        requireNoSystem();
        change.accept(configuration);
        return this;
    }

    /**
     * Makes memory exhaustible. Must come first.
     *
     * @return the provider under test, to be told how much memory to leave
     */
    public LimitedProvider limitMemory() {
        requireNoSystem();
        LimitedProvider limited = new LimitedProvider(provider);
        provider = limited;
        return limited;
    }

    /**
     * The system.
     *
     * @return the system, with device {@code dv} and the backend under test
     */
    public DevmapSystem system() {
        if (system == null) {
            require(Capability.MEMORY_SETS);
            system = factory.create(configuration.provider(provider.name()).build());
            system.registerProvider(provider, 0);
            addDevice(DV);
        }
        return system;
    }

    /**
     * Publishes one more device like {@code dv}; drivers that are installed are attached to it.
     *
     * @param name its name
     */
    public void addDevice(String name) {
        addDevice(name, List.of(TestDevice.configurationSpace(), backend.memorySet("memory", SET_1_SIZE),
                backend.memorySet("small", SET_2_SIZE)));
    }

    /**
     * Publishes one more device, with register sets of its own.
     *
     * @param name its name
     * @param registerSets the sets
     */
    public void addDevice(String name, List<RegisterSet> registerSets) {
        DeviceNode node = new TestDevice(name, registerSets);
        succeed("publish " + name, () -> system().publish(node));
        if (!drivers.isEmpty()) {
            threads.await(name + " to be attached",
                    () -> snapshot().node(name).filter(found -> found.state() == NodeSnapshot.State.ATTACHED).isPresent());
        }
    }

    /**
     * The path of a minor node.
     *
     * @param node the device
     * @param minor 0 or 1
     * @return the path
     */
    public static String path(String node, int minor) {
        return "/devices/" + node + ":" + minor;
    }

    /**
     * A driver that is not installed yet, so that its entries can be chosen. Otherwise it is {@code std}.
     *
     * @return the driver
     */
    public TestDriver driver() {
        return new TestDriver(this);
    }

    /**
     * Installs the driver {@code std}.
     *
     * @return the driver, whose scripts can still be changed
     */
    public TestDriver std() {
        return driver().install();
    }

    /**
     * Callbacks that record themselves.
     *
     * @return a new object, hence a new access function
     */
    public RecordingCallbacks callbacks() {
        return new RecordingCallbacks(journal);
    }

    void register(TestDriver added) {
        drivers.put(added, system().registerDriver(added, TestDevice.KIND));
    }

    void unregister(TestDriver removed) {
        drivers.remove(removed).close();
    }

    /**
     * The device {@code dv} as the driver sees it.
     *
     * @return the device
     */
    public DeviceInfo device() {
        return installedDriver().device(DV);
    }

    /**
     * The driver installed last.
     *
     * @return the driver, whose scripts can still be changed
     */
    public TestDriver installedDriver() {
        if (drivers.isEmpty()) {
            throw new IllegalStateException("no driver is installed: call std() or driver().install() first");
        }
        return drivers.lastEntry().getKey();
    }

    /**
     * A new process with {@code dv:0} open for reading and writing.
     *
     * @return the process
     */
    public UserProcess process() {
        return process(DV, 0);
    }

    /**
     * A new process of a data model with {@code dv:0} open for reading and writing.
     *
     * @param model the model
     * @return the process
     */
    public UserProcess process(DataModel model) {
        return process(OWNER, model, DV, 0, OpenFlags.READ_WRITE);
    }

    /**
     * A new process with {@code dv:0} open in another mode.
     *
     * @param flags how the file is opened
     * @return the process
     */
    public UserProcess process(OpenFlags flags) {
        return process(OWNER, DataModel.LP64, DV, 0, flags);
    }

    /**
     * A new process with another device open for reading and writing.
     *
     * @param node the device
     * @param minor 0 or 1
     * @return the process
     */
    public UserProcess process(String node, int minor) {
        return process(OWNER, DataModel.LP64, node, minor, OpenFlags.READ_WRITE);
    }

    /**
     * A new process with everything chosen.
     *
     * @param owner its project
     * @param model its data model
     * @param node the device to open
     * @param minor 0 or 1
     * @param flags how the file is opened
     * @return the process
     */
    public UserProcess process(String owner, DataModel model, String node, int minor, OpenFlags flags) {
        AddressSpace space = system().spaces().create(owner, model);
        return adopt(space, succeed("open " + path(node, minor), () -> space.open(path(node, minor), flags)));
    }

    UserProcess adopt(AddressSpace space, DeviceFile file) {
        UserProcess process = new UserProcess(this, space, file);
        processes.add(process);
        return process;
    }

    /**
     * The memory of the test.
     *
     * @return U, G, T, register sets
     */
    public KernelMemory memory() {
        return memory;
    }

    /**
     * The clock.
     *
     * @return moves only when told to
     */
    public ManualClock clock() {
        return clock;
    }

    /**
     * What the driver was asked.
     *
     * @return the journal of all drivers of this bench
     */
    public Journal journal() {
        return journal;
    }

    /**
     * A handle the driver has seen.
     *
     * @param name for example {@link Calls#H1}
     * @return the handle
     */
    public DevmapCookie handle(String name) {
        return journal.handle(name);
    }

    /**
     * The diagnostics of the system so far.
     *
     * @return one line each
     */
    public List<String> diagnostics() {
        return List.copyOf(diagnostics);
    }

    /**
     * The state of the system.
     *
     * @return taken now
     */
    public SystemSnapshot snapshot() {
        return system().snapshot();
    }

    /**
     * The other threads of the test.
     *
     * @return to start them, stop them at checkpoints, and wait
     */
    public Threads threads() {
        return threads;
    }

    /**
     * Makes the statement one to be skipped if the backend declares to lack something.
     *
     * @param capability what is needed
     */
    public void require(Capability capability) {
        if (backend.lacking().contains(capability)) {
            throw new NotProvided(backend.name(), capability);
        }
    }

    @Override
    public void close() {
        if (system == null) {
            return;
        }
        try {
            threads.finish();
            memory.unlockAll();
            processes.forEach(UserProcess::close);
            expectNone(Leftovers.afterExit(snapshot()));
            memory.freeAll();
            expectNone(Leftovers.afterFree(snapshot()));
        } finally {
            memory.closeRegisters();
            drivers.values().forEach(DevmapSystem.Registration::close);
            system.close();
        }
    }

    private static void expectNone(List<String> leftovers) {
        if (!leftovers.isEmpty()) {
            throw new Unmet("after the test", "nothing left behind", String.join("; ", leftovers), null);
        }
    }

    private void requireNoSystem() {
        if (system != null) {
            throw new IllegalStateException("the system is already made: configure it first thing in the test");
        }
    }

    /** What the fixture itself needs to succeed; its failure is the test's. */
    static <T> T succeed(String what, Callable<T> step) {
        try {
            return step.call();
        } catch (RuntimeException unexpected) {
            throw unexpected;
        } catch (Exception failure) {
            throw new AssertionError("the bench could not " + what + ": " + failure.getMessage(), failure);
        }
    }
}
