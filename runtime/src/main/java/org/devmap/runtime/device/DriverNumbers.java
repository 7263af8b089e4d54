package org.devmap.runtime.device;

import java.util.BitSet;

/**
 * The numbers by which devices of a driver are known: its major number, and the instances that are taken. They outlive
 * a version.
 */
public final class DriverNumbers {

    private final int major;
    private final BitSet instances = new BitSet();

    DriverNumbers(int major) {
        this.major = major;
    }

    int major() {
        return major;
    }

    public synchronized int takeInstance() {
        int instance = instances.nextClearBit(0);
        instances.set(instance);
        return instance;
    }

    public synchronized void giveInstance(int instance) {
        instances.clear(instance);
    }

    synchronized boolean isUnused() {
        return instances.isEmpty();
    }
}
