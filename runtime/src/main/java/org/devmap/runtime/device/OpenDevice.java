package org.devmap.runtime.device;

import org.devmap.Credential;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.runtime.handle.DeviceUse;
import org.devmap.runtime.handle.HandleDevice;

/**
 * One device number that is in use: by open files and by mappings. The last of them closes it, once (S-327).
 */
public final class OpenDevice implements DeviceUse {

    private final Node node;
    private final DeviceInstance instance;
    private final Dev dev;
    private final Credential credential;
    private final HandleDevice handleDevice;
    private int files;
    private int mappings;
    private boolean closed;

    OpenDevice(Node node, DeviceInstance instance, Dev dev, Credential credential) {
        this.node = node;
        this.instance = instance;
        this.dev = dev;
        this.credential = credential;
        this.handleDevice = new HandleDevice(dev, instance, instance.name(), instance.node().registers());
    }

    /** The device number. */
    public Dev dev() {
        return dev;
    }

    /** The node through which it was opened. */
    public Node node() {
        return node;
    }

    /** The device it belongs to. */
    public DeviceInstance instance() {
        return instance;
    }

    /** The device as handles know it. */
    public HandleDevice handleDevice() {
        return handleDevice;
    }

    synchronized int files() {
        return files;
    }

    @Override
    public synchronized boolean isGone() {
        return closed;
    }

    /** One open file more; false if it was closed meanwhile. */
    public synchronized boolean addFile() {
        if (!closed) {
            files++;
        }
        return !closed;
    }

    /** One open file less. */
    public void removeFile() {
        synchronized (this) {
            files--;
        }
        closeIfUnused();
    }

    @Override
    public synchronized boolean retain() {
        if (!closed) {
            mappings++;
        }
        return !closed;
    }

    @Override
    public void release() {
        synchronized (this) {
            mappings--;
        }
        closeIfUnused();
    }

    private void closeIfUnused() {
        node.openClose().lock();
        try {
            synchronized (this) {
                if (closed || files > 0 || mappings > 0) {
                    return;
                }
                closed = true;
            }
            close();
        } finally {
            node.openClose().unlock();
        }
    }

    /** The driver leaves: close(9E) is called once, whoever still holds it. */
    void forceClose() {
        node.openClose().lock();
        try {
            synchronized (this) {
                if (closed) {
                    return;
                }
                closed = true;
            }
            close();
        } finally {
            node.openClose().unlock();
        }
    }

    private void close() {
        node.closed(this);
        try {
            instance.driver().entryPoints().close().close(dev, credential);
        } catch (DdiException | RuntimeException e) {
            instance.services().diagnostics().accept("close(9E) of " + node.name() + " failed: " + e);
        }
    }

    /** Refuses every use after the driver has left. */
    public void requireUsable() throws DdiException {
        if (isGone()) {
            throw new DdiException(Errno.ENXIO, "the driver of " + node.name() + " has left; open the device again");
        }
    }
}
