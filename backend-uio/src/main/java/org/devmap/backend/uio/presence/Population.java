package org.devmap.backend.uio.presence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.backend.NexusHost;
import org.devmap.backend.uio.node.OpenedDevice;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioDevice.Incarnation;

/**
 * The devices that are published. Each look compares them with what there is: what is gone is withdrawn, what is new is
 * opened and published. Thread-safe.
 *
 * <p>One lock orders looks and the end. It is held while a node is published, which is safe because the framework holds
 * none of its locks when it calls a nexus, and never while one is withdrawn, which may wait for a driver.
 */
public final class Population {

    /** After so many refusals a device is no longer about to be made ready by udev. */
    static final int PATIENCE = 20;

    /** Opens a device. */
    public interface Opening {

        /**
         * Opens.
         *
         * @param device what sysfs says of it
         * @param gone to be called, on any thread, when it is found to be gone
         * @return the device
         * @throws DdiException saying why not
         */
        OpenedDevice open(UioDevice device, Runnable gone) throws DdiException;
    }

    private final NexusHost host;
    private final Opening opening;
    private final Consumer<String> complaints;
    private final ReentrantLock lock = new ReentrantLock();
    /** Stay until sysfs no longer shows them, so that one which is going is not taken for one that comes. */
    private final Map<Incarnation, Resident> residents = new HashMap<>();
    /** Not published yet: how often they were looked at. */
    private final Map<Incarnation, Integer> newcomers = new HashMap<>();
    private boolean ended;

    /**
     * Nobody yet.
     *
     * @param host where nodes are published
     * @param opening opens devices
     * @param complaints told of a device that cannot be published, and why
     */
    public Population(NexusHost host, Opening opening, Consumer<String> complaints) {
        this.host = host;
        this.opening = opening;
        this.complaints = complaints;
    }

    /**
     * The first look: devices that show regions have been there for a while and are published at once.
     *
     * @param devices those there are
     */
    public void begin(List<UioDevice> devices) {
        lock.lock();
        try {
            devices.stream().filter(device -> !device.incarnation().regions().isEmpty())
                    .forEach(device -> newcomers.put(device.incarnation(), PATIENCE - 1));
        } finally {
            lock.unlock();
        }
        look(devices);
    }

    /**
     * Looks again.
     *
     * @param devices those there are now
     * @return false if it is worth to look again soon: somebody is coming or going
     */
    public boolean look(List<UioDevice> devices) {
        lock.lock();
        try {
            if (ended) {
                return true;
            }
            Set<Incarnation> there = new HashSet<>();
            devices.forEach(device -> there.add(device.incarnation()));
            newcomers.keySet().retainAll(there);
            dismissAllBut(there);
            boolean settled = residents.keySet().stream().allMatch(there::contains);
            for (UioDevice device : devices) {
                settled &= residents.containsKey(device.incarnation()) || admit(device);
            }
            return settled;
        } finally {
            lock.unlock();
        }
    }

    private void dismissAllBut(Set<Incarnation> there) {
        residents.entrySet().removeIf(entry -> !there.contains(entry.getKey()) && entry.getValue().hasLeft());
        residents.forEach((incarnation, resident) -> {
            if (!there.contains(incarnation)) {
                dismiss(resident);
            }
        });
    }

    /** On a thread of its own: a driver's detach must not hold up the others. */
    private void dismiss(Resident resident) {
        if (resident.beginsToLeave()) {
            try {
                host.executor().execute(() -> resident.withdraw(true));
            } catch (RejectedExecutionException ending) {
                resident.withdraw(true);
            }
        }
    }

    /**
     * A newcomer is published at the second look: its regions appear after its node, and its predecessor of the same
     * name may still be leaving. One that is refused is tried again at every look, for permissions may come later; it
     * is complained of when udev has had its time.
     */
    private boolean admit(UioDevice device) {
        int looks = newcomers.merge(device.incarnation(), 1, Integer::sum);
        boolean hasPredecessor =
                residents.values().stream().anyMatch(other -> other.deviceName().equals(device.nodeName()));
        if (looks == 1) {
            return false;
        }
        if (hasPredecessor) {
            return refused(device, looks, "another device of that name is there, or still leaving");
        }
        try {
            residents.put(device.incarnation(), publish(device));
            newcomers.remove(device.incarnation());
            return true;
        } catch (DdiException refusal) {
            return refused(device, looks, refusal.getMessage());
        } catch (RuntimeException failure) {
            return refused(device, looks, failure.toString());
        }
    }

    /** Whatever it was: the thread that looks has to live on. */
    private boolean refused(UioDevice device, int looks, String why) {
        boolean isFinal = looks >= PATIENCE;
        if (isFinal) {
            complaints.accept(device.nodeName() + " is not published: " + why);
        }
        return isFinal;
    }

    private Resident publish(UioDevice device) throws DdiException {
        Departure departure = new Departure();
        OpenedDevice opened = opening.open(device, departure);
        try {
            Resident resident = new Resident(device.nodeName(), opened, host.publish(opened.node()));
            departure.settle(resident);
            return resident;
        } catch (DdiException | RuntimeException | Error failure) {
            opened.abandon();
            throw failure;
        }
    }

    /** A device may be found to be gone before it has been published. */
    private final class Departure implements Runnable {

        private Resident resident;
        private boolean gone;

        @Override
        public synchronized void run() {
            gone = true;
            if (resident != null) {
                dismiss(resident);
            }
        }

        private synchronized void settle(Resident published) {
            resident = published;
            if (gone) {
                dismiss(published);
            }
        }
    }

    /** Withdraws everybody; when it returns, nobody is left. */
    public void end() {
        List<Resident> left;
        lock.lock();
        try {
            ended = true;
            left = List.copyOf(residents.values());
            residents.clear();
        } finally {
            lock.unlock();
        }
        for (Resident resident : left) {
            if (resident.beginsToLeave()) {
                resident.withdraw(false);
            } else {
                resident.awaitLeft();
            }
        }
    }
}
