package org.devmap.backend.uio.node;

import java.util.List;
import java.util.Optional;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.uio.interrupt.UioInterrupt;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.mapping.DeviceWindow;
import org.devmap.backend.uio.pci.ConfigSpaceFile;

/**
 * A device that has been opened: its node, and what has to be given back. The descriptor stays open for as long as the
 * node is there, because some kernel drivers reset the device (uio_pci_generic its bus mastering) when any descriptor
 * of it is closed. Filled by its opener, constant from then on.
 */
public final class OpenedDevice {

    private final Descriptor file;
    private Optional<ConfigSpaceFile> configSpace = Optional.empty();
    private Optional<UioInterrupt> interrupt = Optional.empty();
    private List<DeviceWindow> windows = List.of();
    private DeviceNode node;

    OpenedDevice(Descriptor file) {
        this.file = file;
    }

    void keep(ConfigSpaceFile opened) {
        configSpace = Optional.of(opened);
    }

    void keep(UioInterrupt opened) {
        interrupt = Optional.of(opened);
    }

    void keep(List<DeviceWindow> opened) {
        windows = opened;
    }

    void keep(DeviceNode made) {
        node = made;
    }

    Optional<ConfigSpaceFile> configSpace() {
        return configSpace;
    }

    List<InterruptSource> interrupts() {
        return interrupt.<List<InterruptSource>>map(List::of).orElse(List.of());
    }

    /**
     * The device for the framework, which owns the memory of its register sets from publication on.
     *
     * @return the node
     */
    public DeviceNode node() {
        return node;
    }

    /** The node was not published: everything is given back, the memory too. */
    public void abandon() {
        windows.forEach(DeviceWindow::release);
        close();
    }

    /** The node has been withdrawn because the device is gone. What the framework could not release is covered. */
    public void leave() {
        windows.forEach(DeviceWindow::cover);
        close();
    }

    /** The node has been withdrawn, and the device is still there. */
    public void close() {
        interrupt.ifPresent(UioInterrupt::close);
        configSpace.ifPresent(ConfigSpaceFile::close);
        file.close();
    }
}
