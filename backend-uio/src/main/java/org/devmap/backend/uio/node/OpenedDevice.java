package org.devmap.backend.uio.node;

import java.util.List;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.mapping.DeviceWindow;

/**
 * A device that has been opened: its node, and what has to be given back. The descriptor stays open for as long as the node is
 * there, because some drivers reset the device (uio_pci_generic its bus mastering) when any descriptor of it is closed.
 */
public final class OpenedDevice {

    private final DeviceNode node;
    private final Descriptor file;
    private final List<DeviceWindow> windows;

    OpenedDevice(DeviceNode node, Descriptor file, List<DeviceWindow> windows) {
        this.node = node;
        this.file = file;
        this.windows = List.copyOf(windows);
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
        file.close();
    }

    /** The node has been withdrawn because the device is gone. What the framework could not release is covered. */
    public void leave() {
        windows.forEach(DeviceWindow::cover);
        file.close();
    }

    /** The node has been withdrawn, and the device is still there. */
    public void close() {
        file.close();
    }
}
