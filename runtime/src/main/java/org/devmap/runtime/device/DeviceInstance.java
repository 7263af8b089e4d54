package org.devmap.runtime.device;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.devmap.CallContext;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.PollEvents;
import org.devmap.app.AddressSpace;
import org.devmap.backend.DevmapClock;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.ConfigSpace;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DmaBinding;
import org.devmap.driver.DrvMmap;
import org.devmap.driver.Interrupt;
import org.devmap.driver.InterruptHandler;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.UmemCallbacks;
import org.devmap.driver.UmemCookie;
import org.devmap.driver.UmemLockFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.runtime.call.CallingProcess;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.umem.AllocatedCookie;

/** A node with its driver, as the driver sees it (dev_info_t). */
public final class DeviceInstance implements DeviceInfo {

    private final Node node;
    private final Driver driver;
    private final int instance;
    private final DeviceServices services;
    private final Set<DeviceInterrupt> interrupts = ConcurrentHashMap.newKeySet();
    private final Belongings belongings;

    public DeviceInstance(Node node, Driver driver, int instance, DeviceServices services) {
        this.node = node;
        this.driver = driver;
        this.instance = instance;
        this.services = services;
        this.belongings = new Belongings(node.name());
    }

    public Node node() {
        return node;
    }

    /** The driver. */
    public Driver driver() {
        return driver;
    }

    DeviceServices services() {
        return services;
    }

    @Override
    public String name() {
        return node.name();
    }

    @Override
    public int instance() {
        return instance;
    }

    @Override
    public int major() {
        return driver.major();
    }

    @Override
    public List<String> compatible() {
        return node.description().compatible();
    }

    @Override
    public Optional<String> property(String property) {
        return Optional.ofNullable(node.description().properties().get(Objects.requireNonNull(property, "property")));
    }

    @Override
    public OptionalLong numberProperty(String property) throws DdiException {
        String text = node.description().properties().get(Objects.requireNonNull(property, "property"));
        if (text == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.decode(text.trim()));
        } catch (NumberFormatException e) {
            throw new DdiException(Errno.EINVAL, "property " + property + " of " + name() + " is '" + text + "', not a number", e);
        }
    }

    @Override
    public void createMinorNode(String minorName, int minor, long size) throws DdiException {
        requirePresent();
        node.addMinor(new Node.Minor(minorName, minor, size));
    }

    @Override
    public void removeMinorNode(String minorName) {
        if (!belongings.isEnded()) {
            node.removeMinor(minorName);
        }
    }

    @Override
    public void removeMinorNodes() {
        if (!belongings.isEnded()) {
            node.removeMinors();
        }
    }

    /** The device may be another driver's by now. */
    private void requirePresent() throws DdiException {
        if (belongings.isEnded()) {
            throw new DdiException(Errno.ENXIO, "device " + name() + " has been detached from this driver");
        }
    }

    /**
     * Some use of the device, for what drivers map outside of mmap(2).
     *
     * @return an open of it
     * @throws DdiException ENXIO if nobody has it open
     */
    public OpenDevice anyOpen() throws DdiException {
        return node.opens().stream().findFirst().orElseThrow(() -> new DdiException(Errno.ENXIO, "device " + name() + " is not open"));
    }

    // ---- registers

    @Override
    public int nregs() throws DdiException {
        if (node.registers().count() == 0) {
            throw new DdiException(Errno.DDI_FAILURE, "device " + name() + " has no register sets");
        }
        return node.registers().count();
    }

    @Override
    public long regSize(int rnumber) throws DdiException {
        try {
            return node.registers().get(rnumber).size();
        } catch (DdiException e) {
            throw new DdiException(Errno.DDI_FAILURE, "no size", e);
        }
    }

    @Override
    public int regNumber(String setName) throws DdiException {
        Objects.requireNonNull(setName, "setName");
        for (int i = 0; i < node.registers().count(); i++) {
            if (node.registers().get(i).name().equals(setName)) {
                return i;
            }
        }
        throw new DdiException(Errno.DDI_FAILURE, "device " + name() + " has no register set '" + setName + "'; it has "
                + node.registers().all().stream().map(set -> set.name()).toList());
    }

    @Override
    public RegisterHandle regsMapSetup(int rnumber, long off, long len, AccessAttributes attributes) throws DdiException {
        services.calls().forbidInterrupt("regsMapSetup", "map registers in attach");
        return belongings.add(
                MappedRegisters.map(node, services.kernelAddresses(), rnumber, off, len, attributes, belongings::remove));
    }

    @Override
    public long physicalAddress(int rnumber, long off) throws DdiException {
        AddressMap.Range range = node.registers().physical(rnumber);
        if (off < 0 || off >= range.size()) {
            throw new DdiException(Errno.DDI_FAILURE,
                    "offset 0x%x is not inside register set %d of %s".formatted(off, rnumber, name()));
        }
        return range.start() + off;
    }

    @Override
    public ConfigSpace configSpace() throws DdiException {
        if (node.description().configSpace().isEmpty()) {
            throw new DdiException(Errno.ENOTSUP, "device " + name() + " has no configuration space");
        }
        return new ConfigAccess(name(), () -> node.description().configSpace().orElseThrow());
    }

    @Override
    public long peek(int width, long kernelAddress) throws DdiException {
        return new CautiousAccess(services.kernelAddresses()).peek(width, kernelAddress);
    }

    @Override
    public void poke(int width, long kernelAddress, long value) throws DdiException {
        new CautiousAccess(services.kernelAddresses()).poke(width, kernelAddress, value);
    }

    // ---- interrupts and DMA

    @Override
    public int interruptCount() {
        return node.description().interrupts().size();
    }

    @Override
    public Interrupt addInterrupt(int number, InterruptHandler handler) throws DdiException {
        if (handler == null) {
            throw new DdiException(Errno.EINVAL, "handler of interrupt " + number + " of " + name() + " is null");
        }
        if (number < 0 || number >= interruptCount()) {
            throw new DdiException(Errno.EINVAL, "interrupt " + number + " of " + name() + " does not exist; it has " + interruptCount());
        }
        DeviceInterrupt interrupt = new DeviceInterrupt(name(), number, node.description().interrupts().get(number), handler, services,
                interrupts::remove);
        synchronized (interrupts) {
            if (interrupts.stream().anyMatch(present -> present.number() == number)) {
                throw new DdiException(Errno.EBUSY, "interrupt " + number + " of " + name() + " has a handler");
            }
            interrupts.add(interrupt);
        }
        interrupt.connect();
        if (belongings.isEnded()) {
            interrupt.close();
        }
        return interrupt;
    }

    /**
     * The driver is detached, or did not attach: nothing of it runs any more and the device reaches no memory. Cookies
     * stay, for applications and other drivers may use them.
     */
    public void end() {
        handOver();
        long cookies = services.umem().snapshot().stream().filter(cookie -> cookie.owner().equals(name())).count();
        if (cookies > 0) {
            services.diagnostics().accept("the driver of " + name() + " left " + cookies + " umem cookies behind; they stay");
        }
    }

    /** The driver is suspended and has ended its DMA bindings, whose addresses mean nothing to another device. */
    public void requireNoDma() throws DdiException {
        if (belongings.has(BoundMemory.class)) {
            throw new DdiException(Errno.EBUSY, "the driver of " + name() + " has not ended its DMA bindings in suspend");
        }
    }

    /** No interrupt comes, and no handler runs, until {@link #connectInterrupts}. */
    public void disconnectInterrupts() {
        interrupts.forEach(DeviceInterrupt::disconnect);
    }

    /** Interrupts come from there from now on, those that were enabled at once. */
    public void connectInterrupts(List<InterruptSource> sources) throws DdiException {
        for (DeviceInterrupt interrupt : interrupts) {
            interrupt.connectTo(sources.get(interrupt.number()));
        }
    }

    /** As {@link #end}, but its cookies are its next version's. */
    public void handOver() {
        List<Belongings.Belonging> left = belongings.end();
        interrupts.forEach(DeviceInterrupt::close);
        for (Belongings.Belonging belonging : left) {
            try {
                belonging.end();
            } catch (RuntimeException | Error e) {
                services.diagnostics().accept("ending " + belonging + " of " + name() + " failed: " + e);
            }
        }
        if (!left.isEmpty()) {
            services.diagnostics().accept("the driver of " + name() + " left behind, and the framework ended: " + left);
        }
    }

    @Override
    public DmaBinding dmaBind(UmemCookie cookie, long off, long len, IoDirection direction) throws DdiException {
        if (cookie == null || direction == null) {
            throw new DdiException(Errno.EINVAL, cookie == null ? "cookie is null" : "direction is null");
        }
        DmaEngine engine = node.description().dma().orElseThrow(
                () -> new DdiException(Errno.ENOTSUP, "device " + name() + " cannot reach memory by itself"));
        if (!(cookie instanceof AllocatedCookie allocated) || allocated.isDead()) {
            throw new DdiException(Errno.ENOTSUP, "DMA needs a cookie of umemAlloc that is not trash and not freed");
        }
        if (off < 0 || len <= 0 || off > cookie.size() || len > cookie.size() - off) {
            throw new DdiException(Errno.EINVAL, "range %d+%d is not inside the cookie of %d bytes".formatted(off, len, cookie.size()));
        }
        return belongings.add(BoundMemory.bind(name(), engine, allocated, off, len, direction, belongings::remove));
    }

    // ---- memory

    @Override
    public List<UmemCookie> cookies() {
        return services.umem().allocatedFor(name());
    }

    @Override
    public UmemCookie umemAlloc(UmemRequest request) throws DdiException {
        requirePresent();
        return services.umem().allocate(Objects.requireNonNull(request, "request"), name());
    }

    @Override
    public UmemCookie umemLock(long address, long len, UmemLockFlags flags) throws DdiException {
        return services.callers().umemLock(address, len, flags);
    }

    @Override
    public UmemCookie umemLockMemory(long address, long len, UmemLockFlags flags, UmemCallbacks callbacks, AddressSpace process)
            throws DdiException {
        return services.callers().umemLockMemory(address, len, flags, callbacks, process);
    }

    @Override
    public long drvMmap(DrvMmap request) throws DdiException {
        if (request == null) {
            throw new DdiException(Errno.EINVAL, "request is null");
        }
        return services.callers().drvMmap(this, request);
    }

    @Override
    public void drvMunmap(long uvaddr, long len) {
        services.callers().drvMunmap(uvaddr, len);
    }

    // ---- callers, time, tasks

    @Override
    public DataModel callerModel() {
        return services.calls().process().map(CallingProcess::model).orElse(DataModel.NONE);
    }

    @Override
    public CallContext context() {
        return services.calls().context();
    }

    @Override
    public Timeout timeout(Runnable action, long ticks) {
        Objects.requireNonNull(action, "action");
        PendingTimeout timeout = new PendingTimeout(action, belongings, this::dispatch);
        timeout.start(services.clock(), Math.multiplyExact(Math.max(0, ticks), DevmapClock.NANOS_PER_TICK));
        return timeout;
    }

    @Override
    public void dispatch(Runnable action) {
        Objects.requireNonNull(action, "action");
        node.thread().execute(() -> {
            if (belongings.isEnded()) {
                return;
            }
            try (var _ = services.calls().kernel()) {
                action.run();
            } catch (RuntimeException | Error e) {
                services.diagnostics().accept("a task of " + name() + " failed: " + e);
            }
        });
    }

    @Override
    public void pollWakeup(PollEvents events) {
        Objects.requireNonNull(events, "events");
        node.pollWait().wake();
    }

    @Override
    public String toString() {
        return name() + " instance " + instance;
    }
}
