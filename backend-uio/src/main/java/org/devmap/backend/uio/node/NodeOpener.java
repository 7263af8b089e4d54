package org.devmap.backend.uio.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.uio.dma.HugePageDma;
import org.devmap.backend.uio.dma.ProcessMemory;
import org.devmap.backend.uio.interrupt.ControlGate;
import org.devmap.backend.uio.interrupt.EventWait;
import org.devmap.backend.uio.interrupt.InterruptGate;
import org.devmap.backend.uio.interrupt.UioInterrupt;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.SystemCallFailure;
import org.devmap.backend.uio.mapping.RegionMapper;
import org.devmap.backend.uio.pci.ConfigSpaceFile;
import org.devmap.backend.uio.refusal.Refusals;
import org.devmap.backend.uio.sysfs.PciFunction;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioMap;

/** Opens devices. Thread-safe. */
public final class NodeOpener {

    /**
     * A kernel driver that leaves it to INTx, and to whoever writes configuration space, to let the next interrupt
     * through.
     */
    private static final String INTX_DRIVER = "uio_pci_generic";

    private final LinuxCalls linux;
    private final Executor threads;
    private final Path dev;
    private final Refusals refusals;
    private final DeviceWishes wishes;
    private final Consumer<String> complaints;
    private final Consumer<String> remarks;

    /**
     * An opener.
     *
     * @param linux the calls
     * @param threads where to wait for interrupts
     * @param dev where device files are, usually {@code /dev}
     * @param refusals explains what the kernel refuses
     * @param wishes what configuration says of regions
     * @param complaints told what a device cannot do here, and why
     * @param remarks told what it cannot do anywhere
     */
    public NodeOpener(LinuxCalls linux, Executor threads, Path dev, Refusals refusals, DeviceWishes wishes,
                      Consumer<String> complaints, Consumer<String> remarks) {
        this.linux = linux;
        this.threads = threads;
        this.dev = dev;
        this.refusals = refusals;
        this.wishes = wishes;
        this.complaints = complaints;
        this.remarks = remarks;
    }

    /**
     * Opens a device and maps its regions.
     *
     * @param device what sysfs says of it
     * @param gone called, once, on any thread, if waiting for its interrupt shows that it is gone
     * @return the device, to be published
     * @throws DdiException if it cannot be opened, saying why and what would help
     */
    public OpenedDevice open(UioDevice device, Runnable gone) throws DdiException {
        Descriptor file = file(device);
        OpenedDevice opened = new OpenedDevice(file);
        try {
            configSpace(device).ifPresent(opened::keep);
            interrupt(device, file, opened.configSpace(), gone).ifPresent(opened::keep);
            opened.keep(node(device, opened, new RegionMapper(linux, device, file, refusals, complaints, remarks)));
            return opened;
        } catch (RuntimeException | Error failure) {
            opened.abandon();
            throw failure;
        }
    }

    private Descriptor file(UioDevice device) throws DdiException {
        Descriptor file;
        try {
            file = Descriptor.open(linux, dev.resolve("uio" + device.number()).toString(),
                    LinuxCalls.O_RDWR | LinuxCalls.O_NONBLOCK);
        } catch (SystemCallFailure failure) {
            throw new DdiException(failure.toErrno(), refusals.ofDevice(device, failure), failure);
        }
        if (!device.incarnation().isStillThere()) {
            file.close();
            throw new DdiException(Errno.ENODEV, "it left while it was being opened");
        }
        return file;
    }

    private Optional<ConfigSpaceFile> configSpace(UioDevice device) {
        if (device.pci().isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ConfigSpaceFile.open(linux, device.pci().get().directory(),
                    failure -> refusals.ofConfigSpace(device, failure)));
        } catch (SystemCallFailure failure) {
            complaints.accept("configuration space of %s: %s".formatted(device.nodeName(),
                    refusals.ofConfigSpace(device, failure)));
            return Optional.empty();
        }
    }

    /** It begins masked, as the framework expects; a kernel driver begins unmasked. */
    private Optional<UioInterrupt> interrupt(UioDevice device, Descriptor file, Optional<ConfigSpaceFile> configSpace,
                                             Runnable gone) {
        EventWait wait = new EventWait(linux, file, device.eventFile(), threads);
        if (!wait.isPossible()) {
            return Optional.empty();
        }
        boolean byIntx = configSpace.isPresent() && device.driver().equals(Optional.of(INTX_DRIVER));
        InterruptGate gate = byIntx ? configSpace.get()::setInterrupt : new ControlGate(file);
        try {
            gate.set(false);
        } catch (DdiException failure) {
            complaints.accept("the interrupt of %s cannot be masked: %s"
                    .formatted(device.nodeName(), failure.getMessage()));
        }
        return Optional.of(new UioInterrupt(device.nodeName(), wait, gate, gone, complaints));
    }

    private DeviceNode node(UioDevice device, OpenedDevice opened, RegionMapper mapper) {
        Optional<DeviceWishes.Alone> alone = wishes.alone(device);
        List<RegisterSet> sets = new ArrayList<>();
        opened.configSpace().ifPresent(space ->
                sets.add(new RegisterSet.Modelled("config", RegisterSet.Space.CONFIGURATION, space)));
        try {
            for (UioMap map : device.maps()) {
                if (isShown(map.label(), alone)) {
                    sets.add(mapper.map(map, wishes.isRegisters(device, map.label())));
                }
            }
            for (String resource : wishes.resources(device)) {
                if (isShown(resource, alone)) {
                    mapper.map(resource, wishes.isRegisters(device, resource)).ifPresent(sets::add);
                }
            }
        } finally {
            opened.keep(mapper.windows());
        }
        HugePageDma dma = new HugePageDma(device.nodeName(), device.pci().map(PciFunction::directory),
                opened.configSpace(), new ProcessMemory(Path.of("/proc/self"), linux.pageSize()),
                System.getProperty("os.arch"));
        List<String> compatible = new ArrayList<>(device.compatible());
        alone.ifPresent(wish -> compatible.addFirst(wish.kind()));
        String name = alone.map(DeviceWishes.Alone::node).or(() -> wishes.node(device)).orElse(device.nodeName());
        return new UioNode(name, compatible, sets, DeviceProperties.of(device), opened.interrupts(),
                Optional.of(dma), opened.configSpace().map(space -> space));
    }

    private static boolean isShown(String region, Optional<DeviceWishes.Alone> alone) {
        return alone.isEmpty() || alone.get().region().equals(region);
    }
}
