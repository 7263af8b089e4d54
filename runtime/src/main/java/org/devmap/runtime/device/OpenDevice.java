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
    private final Dev dev;
    private final Credential credential;
    private final HandleDevice handleDevice;
    /** Null while the next version of the driver is awaited, and for ever if none comes. */
    private volatile DeviceInstance instance;
    private int files;
    private int mappings;
    /** Threads inside a call by way of a file. */
    private int calls;
    private boolean leaving;
    private boolean closed;

    public OpenDevice(DeviceInstance instance, Dev dev, Credential credential) {
        this.node = instance.node();
        this.instance = instance;
        this.dev = dev;
        this.credential = credential;
        this.handleDevice = new HandleDevice(dev, node, node.name(), node.registers());
    }

    /** The device number. */
    public Dev dev() {
        return dev;
    }

    /** The node of the device it belongs to, whichever it was opened through. */
    public Node node() {
        return node;
    }

    /** The device it belongs to; to be asked inside {@link #enter}, while the driver cannot be exchanged. */
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

    /** Whether it is closed or its driver is leaving: nothing can be done with it any more. */
    @Override
    public synchronized boolean isGone() {
        return closed || leaving;
    }

    /** One open file more; false if it is gone. */
    public synchronized boolean addFile() {
        if (isGone()) {
            return false;
        }
        files++;
        return true;
    }

    /** The driver leaves it to its next version, which {@link #takeOver takes it over}. */
    public void handOver() {
        instance = null;
    }

    /** The next version of the driver is here. */
    public void takeOver(DeviceInstance next) {
        instance = next;
    }

    @Override
    public Entry enter(String path) throws InterruptedException {
        return node.turnstile().enter(path);
    }

    @Override
    public boolean tryEnter() {
        return node.turnstile().tryEnter();
    }

    @Override
    public void awaitOpen() {
        node.turnstile().awaitOpen();
    }

    @Override
    public void leave() {
        node.turnstile().leave();
    }

    /** One call by way of a file more: close(9E) comes after it. False if it is gone. */
    public synchronized boolean beginCall() {
        if (isGone()) {
            return false;
        }
        calls++;
        return true;
    }

    /** One call less. */
    public void endCall() {
        synchronized (this) {
            calls--;
        }
        closeIfUnused();
    }

    /** One open file less. */
    public void removeFile() {
        synchronized (this) {
            files--;
        }
        closeIfUnused();
    }

    /**
     * Counts even a mapping that it refuses: then the departure closes it, and parts of older mappings may still be
     * released.
     */
    @Override
    public synchronized boolean retain() {
        mappings++;
        return !isGone();
    }

    @Override
    public void release() {
        synchronized (this) {
            mappings--;
        }
        closeIfUnused();
    }

    private synchronized boolean isUnused() {
        return !closed && files == 0 && mappings == 0 && calls == 0;
    }

    /** Looks before it takes the lock, under which somebody's open(9E) may be running; decides with it. */
    private void closeIfUnused() {
        if (!isUnused()) {
            return;
        }
        node.turnstile().enterUninterruptibly();
        node.openClose().lock();
        try {
            synchronized (this) {
                if (!isUnused()) {
                    return;
                }
                closed = true;
            }
            close();
        } finally {
            node.openClose().unlock();
            node.turnstile().leave();
        }
    }

    /** The driver leaves: from here on there is no new file, call or mapping; {@link #forceClose} follows. */
    public synchronized void retire() {
        leaving = true;
    }

    /** The driver leaves: close(9E) is called once, whoever still holds it. */
    public void forceClose() {
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
        DeviceInstance present = instance;
        if (present == null) {
            return;
        }
        try {
            present.driver().entryPoints().close().close(dev, credential);
        } catch (DdiException | RuntimeException | Error e) {
            present.services().diagnostics().accept("close(9E) of " + node.name() + " failed: " + e);
        }
    }

    /** Refuses every use after the driver has left. */
    public void requireUsable() throws DdiException {
        if (isGone()) {
            throw new DdiException(Errno.ENXIO, "the driver of " + node.name() + " has left; open the device again");
        }
    }
}
