package org.devmap.backend.uio.node;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.SystemCallFailure;
import org.devmap.backend.uio.mapping.DeviceWindow;
import org.devmap.backend.uio.mapping.RegionMapper;
import org.devmap.backend.uio.refusal.Refusals;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioMap;

/** Opens devices. Thread-safe. */
public final class NodeOpener {

    private final LinuxCalls linux;
    private final Path dev;
    private final Refusals refusals;
    private final RegionWishes wishes;
    private final Consumer<String> complaints;

    /**
     * An opener.
     *
     * @param linux the calls
     * @param dev where device files are, usually {@code /dev}
     * @param refusals explains what the kernel refuses
     * @param wishes what configuration says of regions
     * @param complaints told what a device cannot do here, and why
     */
    public NodeOpener(LinuxCalls linux, Path dev, Refusals refusals, RegionWishes wishes, Consumer<String> complaints) {
        this.linux = linux;
        this.dev = dev;
        this.refusals = refusals;
        this.wishes = wishes;
        this.complaints = complaints;
    }

    /**
     * Opens a device and maps its regions.
     *
     * @param device what sysfs says of it
     * @return the device, to be published
     * @throws DdiException if it cannot be opened, saying why and what would help
     */
    public OpenedDevice open(UioDevice device) throws DdiException {
        Descriptor file;
        try {
            file = Descriptor.open(linux, dev.resolve("uio" + device.number()).toString(),
                    LinuxCalls.O_RDWR | LinuxCalls.O_NONBLOCK);
        } catch (SystemCallFailure failure) {
            throw new DdiException(failure.toErrno(), refusals.ofDevice(device, failure), failure);
        }
        RegionMapper mapper = new RegionMapper(linux, device, file, refusals, complaints);
        try {
            UioNode node = new UioNode(device.nodeName(), device.compatible(), registerSets(device, mapper),
                    DeviceProperties.of(device), List.of(), Optional.empty(), Optional.empty());
            return new OpenedDevice(node, file, mapper.windows());
        } catch (RuntimeException | Error failure) {
            mapper.windows().forEach(DeviceWindow::release);
            file.close();
            throw failure;
        }
    }

    private List<RegisterSet> registerSets(UioDevice device, RegionMapper mapper) {
        List<RegisterSet> sets = new ArrayList<>();
        for (UioMap map : device.maps()) {
            sets.add(mapper.map(map, wishes.isRegisters(device, map.label())));
        }
        for (String resource : wishes.resources(device)) {
            mapper.map(resource, wishes.isRegisters(device, resource)).ifPresent(sets::add);
        }
        return sets;
    }
}
