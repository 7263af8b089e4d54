package org.devmap.backend.uio.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.devmap.Errno;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.LinuxErrno;
import org.devmap.backend.uio.linux.SystemCallFailure;
import org.devmap.backend.uio.refusal.Refusals;
import org.devmap.backend.uio.sysfs.PciFunction;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioMap;

/**
 * Maps the regions of one device that has been opened. Used by one thread.
 *
 * <p>The kernel maps whole pages, and of a UIO region only pages that lie in it to the last byte. What that leaves out
 * is looked for in the file of the base address register, which has no such rule but may be claimed by the driver that
 * is bound. A region that no way leads to is published all the same, closed, so that the others keep their numbers.
 */
public final class RegionMapper {

    private final LinuxCalls linux;
    private final UioDevice device;
    private final Descriptor file;
    private final Refusals refusals;
    private final Consumer<String> complaints;
    private final Consumer<String> remarks;
    private final List<DeviceWindow> windows = new ArrayList<>();

    /**
     * A mapper for a device.
     *
     * @param linux the calls
     * @param device what sysfs says of it
     * @param file it, opened
     * @param refusals explains what the kernel refuses
     * @param complaints told of each region that cannot be mapped as a whole, and why
     * @param remarks told instead of one that is smaller than a page, where nobody can do anything about it
     */
    public RegionMapper(LinuxCalls linux, UioDevice device, Descriptor file, Refusals refusals,
                        Consumer<String> complaints, Consumer<String> remarks) {
        this.linux = linux;
        this.device = device;
        this.file = file;
        this.refusals = refusals;
        this.complaints = complaints;
        this.remarks = remarks;
    }

    /**
     * What has been mapped so far, to be released or covered.
     *
     * @return the windows
     */
    public List<DeviceWindow> windows() {
        return List.copyOf(windows);
    }

    /**
     * Maps a region of the UIO device.
     *
     * @param map which
     * @param isRegisters whether accesses have effects
     * @return its register set
     */
    public RegisterSet map(UioMap map, boolean isRegisters) {
        long size = map.size() - map.offset();
        if (map.size() <= 0 || map.offset() < 0 || size <= 0) {
            return closed(map.label(), 1, Errno.EINVAL,
                    "it has no byte: its driver says size 0x%x, offset 0x%x".formatted(map.size(), map.offset()));
        }
        List<String> reasons = new ArrayList<>();
        boolean isForGood;
        try {
            return fixed(map.label(), isRegisters, window(map, roundUp(map.size()), size));
        } catch (SystemCallFailure refusal) {
            String rule = rule(map, refusal);
            isForGood = !rule.isEmpty();
            reasons.add(refusal.getMessage() + rule);
        }
        try {
            Optional<DeviceWindow> otherWay = throughResource(map, size);
            if (otherWay.isPresent()) {
                return fixed(map.label(), isRegisters, otherWay.get());
            }
        } catch (SystemCallFailure refusal) {
            isForGood &= refusal.errno() == LinuxErrno.EINVAL;
            reasons.add(refusals.ofResource(device, refusal));
        }
        if (isForGood && map.size() < linux.pageSize()) {
            remarks.accept("%s of %s is closed: its 0x%x bytes do not fill a page, and the kernel maps whole pages only"
                    .formatted(map.label(), device.nodeName(), map.size()));
            return closedSet(map.label(), size, Errno.ENOTSUP, sentence(map.label(), String.join("; and ", reasons)));
        }
        return wholePages(map, isRegisters, reasons)
                .orElseGet(() -> closed(map.label(), size, Errno.ENOTSUP, String.join("; and ", reasons)));
    }

    /** Why the kernel has said no to a mapping of the device's own file. */
    private String rule(UioMap map, SystemCallFailure refusal) {
        if (refusal.errno() == LinuxErrno.EINVAL && !isWhole(map.size())) {
            return ", for the region of 0x%x bytes does not fill its last page".formatted(map.size());
        }
        return refusal.errno() == LinuxErrno.ENODEV
                ? ", for its address 0x%x is not that of a page".formatted(map.address()) : "";
    }

    private DeviceWindow window(UioMap map, long length, long size) throws SystemCallFailure {
        return opened(map.label(), file, map.index() * linux.pageSize(), length, map.offset(), size);
    }

    private Optional<DeviceWindow> throughResource(UioMap map, long size) throws SystemCallFailure {
        Optional<PciFunction.Bar> bar = device.pci().flatMap(function -> function.barOf(map.address(), map.size()));
        if (bar.isEmpty()) {
            return Optional.empty();
        }
        // The file begins with the page that the register points into, which need not be where it points.
        long place = map.address() - roundDown(bar.get().start());
        return Optional.of(resource(map.label(), bar.get().file(), place + map.offset(), size));
    }

    private Optional<RegisterSet> wholePages(UioMap map, boolean isRegisters, List<String> reasons) {
        long length = roundDown(map.size());
        if (isWhole(map.size()) || length <= map.offset()) {
            return Optional.empty();
        }
        try {
            RegisterSet set = fixed(map.label(), isRegisters, window(map, length, length - map.offset()));
            complaints.accept("%s of %s ends 0x%x bytes early: %s".formatted(map.label(), device.nodeName(),
                    map.size() - length, String.join("; and ", reasons)));
            return Optional.of(set);
        } catch (SystemCallFailure refusal) {
            reasons.add(refusal.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Maps a whole base address register through its file: one that UIO does not show, or with its stores combined.
     *
     * @param file its name, for example {@code "resource2_wc"}
     * @param isRegisters whether accesses have effects
     * @return its register set; empty if the device has no such register, which is complained of
     */
    public Optional<RegisterSet> map(String file, boolean isRegisters) {
        String register = file.endsWith("_wc") ? file.substring(0, file.length() - "_wc".length()) : file;
        Optional<PciFunction.Bar> bar = device.pci().stream().flatMap(function -> function.bars().stream())
                .filter(candidate -> candidate.file().equals(register)).findFirst();
        if (bar.isEmpty()) {
            List<String> known = device.pci().stream().flatMap(function -> function.bars().stream())
                    .map(PciFunction.Bar::file).toList();
            complaints.accept("%s of %s is configured, but there is none; there are %s"
                    .formatted(file, device.nodeName(), known));
            return Optional.empty();
        }
        try {
            long inPage = bar.get().start() - roundDown(bar.get().start());
            return Optional.of(fixed(file, isRegisters, resource(file, file, inPage, bar.get().size())));
        } catch (SystemCallFailure refusal) {
            return Optional.of(closed(file, bar.get().size(), Errno.ENOTSUP, refusals.ofResource(device, refusal)));
        }
    }

    private DeviceWindow resource(String label, String name, long place, long size) throws SystemCallFailure {
        String path = device.pci().orElseThrow().directory().resolve(name).toString();
        try (Descriptor resource = Descriptor.open(linux, path, LinuxCalls.O_RDWR)) {
            long offset = roundDown(place);
            return opened(label, resource, offset, roundUp(place - offset + size), place - offset, size);
        }
    }

    private DeviceWindow opened(String label, Descriptor from, long offset, long length, long first, long size)
            throws SystemCallFailure {
        DeviceWindow window = new DeviceWindow(linux, label + " of " + device.nodeName(), from.map(length, offset),
                length, first, size);
        windows.add(window);
        return window;
    }

    private static RegisterSet fixed(String label, boolean isRegisters, DeviceWindow window) {
        return new RegisterSet.Fixed(label, RegisterSet.Space.MEMORY, window, isRegisters, List.of());
    }

    private RegisterSet closed(String label, long size, Errno errno, String reason) {
        String sentence = sentence(label, reason);
        complaints.accept(sentence);
        return closedSet(label, size, errno, sentence);
    }

    private String sentence(String label, String reason) {
        return "%s of %s cannot be mapped: %s".formatted(label, device.nodeName(), reason);
    }

    private static RegisterSet closedSet(String label, long size, Errno errno, String sentence) {
        return new RegisterSet.Modelled(label, RegisterSet.Space.MEMORY, new ClosedRegion(size, errno, sentence));
    }

    private boolean isWhole(long size) {
        return size == roundDown(size);
    }

    private long roundDown(long value) {
        return value & -linux.pageSize();
    }

    private long roundUp(long value) {
        return roundDown(value + linux.pageSize() - 1);
    }
}
