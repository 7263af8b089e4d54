package org.devmap.runtime.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;

/** A driver that notes its calls and does in attach(9E), detach(9E) and getinfo(9E) what the test says. */
public final class Scripted implements DeviceDriver {

    /** What the test wants to happen. */
    @FunctionalInterface
    public interface Step {
        void run(DeviceInfo device) throws DdiException;
    }

    public final List<String> calls = new CopyOnWriteArrayList<>();
    public volatile Step attach = device -> { };
    public volatile Step detach = device -> { };
    public volatile Optional<DeviceInfo> owner = Optional.empty();
    private final CbOps entryPoints;

    public Scripted() {
        this(CbOps.builder().build());
    }

    public Scripted(CbOps entryPoints) {
        this.entryPoints = entryPoints;
    }

    @Override
    public CbOps entryPoints() {
        return entryPoints;
    }

    @Override
    public void attach(DeviceInfo device) throws DdiException {
        calls.add("attach " + device.name());
        attach.run(device);
    }

    @Override
    public void detach(DeviceInfo device) throws DdiException {
        calls.add("detach " + device.name());
        detach.run(device);
    }

    @Override
    public Optional<DeviceInfo> getinfo(Dev dev) {
        return owner;
    }
}
