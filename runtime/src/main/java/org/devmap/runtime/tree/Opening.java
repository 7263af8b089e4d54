package org.devmap.runtime.tree;

import java.util.List;
import java.util.function.Supplier;
import org.devmap.Credential;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.runtime.device.DeviceInstance;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.OpenDevice;
import org.devmap.runtime.handle.DeviceUse;

/**
 * One open(2) of a minor node: waits while the driver is suspended or exchanged, calls open(9E), and files the device
 * number under the node whose device it is.
 *
 * @param path {@code /devices/NODE:MINOR}
 * @param node the node
 * @param paths what could be opened instead, for the error
 */
record Opening(String path, Node node, Supplier<List<String>> paths) {

    DeviceTree.Opened open(OpenFlags flags, Credential credential) throws DdiException {
        DeviceUse.Entry entry;
        try {
            entry = node.turnstile().enter(path);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DdiException(Errno.EINTR, "open of " + path + " waited for its driver", e);
        }
        try {
            if (entry == DeviceUse.Entry.ABSENT) {
                throw new DdiException(Errno.ENXIO, "the device of " + path + " is gone");
            }
            return call(flags, credential);
        } finally {
            node.turnstile().leave();
        }
    }

    private DeviceTree.Opened call(OpenFlags flags, Credential credential) throws DdiException {
        DeviceInstance owner;
        Dev answered;
        Node.Minor minor;
        node.openClose().lock();
        try {
            DeviceInstance instance = node.requireAttached();
            minor = node.minor(path.substring(path.lastIndexOf(':') + 1)).orElseThrow(
                    () -> new DdiException(Errno.ENOENT, "there is no " + path + "; " + Existing.of(paths.get())));
            Dev dev = new Dev(instance.major(), minor.number());
            answered = instance.driver().entryPoints().open().open(dev, flags, credential);
            if (answered == null || answered.major() != dev.major()) {
                throw new DdiException(Errno.ENXIO, "open(9E) of " + path + " answered device " + answered
                        + "; only the minor may change");
            }
            owner = owner(instance, dev, answered);
            if (owner.node() == node) {
                return new DeviceTree.Opened(use(owner, answered, credential), minor.size());
            }
        } finally {
            node.openClose().unlock();
        }
        // Filed under the node whose device it is. The two locks are never held together: another open may go the
        // other way.
        owner.node().openClose().lock();
        try {
            return new DeviceTree.Opened(use(owner, answered, credential), minor.size());
        } finally {
            owner.node().openClose().unlock();
        }
    }

    private static DeviceInstance owner(DeviceInstance opened, Dev asked, Dev answered) {
        if (asked.equals(answered)) {
            return opened;
        }
        return opened.driver().module().getinfo(answered).map(DeviceInstance.class::cast).orElse(opened);
    }

    /** The caller holds the lock of open and close of the instance's node. */
    private static OpenDevice use(DeviceInstance instance, Dev dev, Credential credential) throws DdiException {
        Node node = instance.node();
        for (OpenDevice present : node.opens()) {
            if (present.dev().equals(dev) && present.addFile()) {
                return present;
            }
        }
        OpenDevice fresh = new OpenDevice(instance, dev, credential);
        fresh.addFile();
        if (!node.opened(fresh)) {
            fresh.removeFile();
            throw new DdiException(Errno.ENXIO, "the driver of " + node.name()
                    + " left while the device was being opened");
        }
        return fresh;
    }
}
