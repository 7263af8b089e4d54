package org.devmap.runtime.exchange;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DevmapClock;
import org.devmap.driver.CbOps;
import org.devmap.driver.Handover;
import org.devmap.driver.MmapEntry;
import org.devmap.dto.NodeSnapshot;
import org.devmap.runtime.device.Bequest;
import org.devmap.runtime.device.DeviceInstance;
import org.devmap.runtime.device.DeviceServices;
import org.devmap.runtime.device.Driver;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.NodeMappings;
import org.devmap.runtime.device.OpenDevice;
import org.devmap.runtime.device.Reason;
import org.devmap.runtime.handle.DriverExchange;
import org.devmap.runtime.handle.MappingHandle;
import org.devmap.runtime.handle.Segment;

/**
 * One version of a driver hands a device over to the next ({@link Handover}), without detach and attach. Between the
 * two nobody is let into the device, and nothing refers to either. On the device's thread.
 */
public final class Succession {

    private final DeviceServices services;
    private final NodeMappings mappings;
    private final Departure departure;
    private final Consumer<Node> attachSomebodyElse;
    private final Suspension suspension;
    /** What goes off when nobody has come. */
    private final Map<Bequest, DevmapClock.Alarm> alarms = new ConcurrentHashMap<>();
    private volatile boolean ended;

    public Succession(DeviceServices services, NodeMappings mappings, Departure departure,
            Consumer<Node> attachSomebodyElse) {
        this.services = services;
        this.mappings = mappings;
        this.departure = departure;
        this.attachSomebodyElse = attachSomebodyElse;
        this.suspension = new Suspension(services, mappings);
    }

    /** From here on nobody hands over. */
    public void end() {
        ended = true;
    }

    // ---- the leaving version

    /** False if the driver does not hand over: then it is to depart. */
    public boolean bequeath(Node node, DeviceInstance instance) {
        if (ended || services.graceNanos() <= 0 || !(instance.driver().module() instanceof Handover leaving)) {
            return false;
        }
        node.become(NodeSnapshot.State.SUSPENDED, instance, null);
        Bequest bequest;
        try (var _ = services.calls().kernel()) {
            suspension.begin(node);
            leaving.suspend(instance);
            bequest = export(node, instance, leaving);
        } catch (DdiException | RuntimeException | Error e) {
            services.diagnostics().accept("the driver of " + node.name() + " does not hand over: " + Reason.of(e));
            return false;
        }
        letGo(node, instance, bequest);
        return true;
    }

    private Bequest export(Node node, DeviceInstance instance, Handover leaving) throws DdiException {
        Map<String, Object> state = PortableState.copyOf(node.name(), leaving.exportInstance(instance));
        List<Bequest.Left> handles = new ArrayList<>();
        for (MappingHandle handle : handles(node)) {
            if (DriverExchange.isKnownToDriver(handle)) {
                handles.add(new Bequest.Left(handle,
                        PortableState.copyOf(handle.toString(), leaving.exportHandle(handle, handle.data()))));
            }
        }
        String format = leaving.stateFormat();
        if (format == null) {
            throw new DdiException(Errno.EINVAL, "stateFormat() of " + leaving.getClass().getName() + " answered null");
        }
        return new Bequest(leaving.getClass().getName(), instance.driver().numbers(), instance.instance(), format,
                state, handles);
    }

    private List<MappingHandle> handles(Node node) {
        return mappings.of(node).stream().flatMap(segment -> segment.handles().stream()).toList();
    }

    private void letGo(Node node, DeviceInstance instance, Bequest bequest) {
        handles(node).forEach(DriverExchange::letGo);
        node.opens().forEach(OpenDevice::handOver);
        instance.handOver();
        node.bequeath(bequest);
        alarms.put(bequest, services.clock().schedule(services.graceNanos(),
                () -> node.thread().execute(() -> expire(node, bequest))));
    }

    private void expire(Node node, Bequest bequest) {
        if (node.bequest().filter(present -> present == bequest).isPresent()) {
            services.diagnostics().accept("no next version of " + bequest.driver() + " has taken " + node.name()
                    + " over within "
                    + TimeUnit.NANOSECONDS.toMillis(services.graceNanos()) + " ms: its mappings end");
            giveUp(node);
            attachSomebodyElse.accept(node);
        }
    }

    /** Nobody takes over: mappings die, and what the driver left is freed. Without effect if nothing was left. */
    public void giveUp(Node node) {
        node.bequest().ifPresent(bequest -> {
            cancelAlarm(bequest);
            discard(node, bequest);
        });
    }

    private void discard(Node node, Bequest bequest) {
        departure.endUses(node);
        services.umem().allocatedFor(node.name()).forEach(cookie -> {
            try {
                cookie.free();
            } catch (RuntimeException | Error e) {
                services.diagnostics().accept("freeing " + cookie + " that the driver of " + node.name()
                        + " left failed: " + e);
            }
        });
        bequest.numbers().giveInstance(bequest.instance());
        node.become(NodeSnapshot.State.UNBOUND, null, null);
    }

    private void cancelAlarm(Bequest bequest) {
        DevmapClock.Alarm alarm = alarms.remove(bequest);
        if (alarm != null) {
            alarm.cancel();
        }
    }

    // ---- the arriving version

    /**
     * Lets a driver take over what was left, if it can.
     *
     * @param node the device
     * @param driver who serves it now
     * @return false if it could not: then what was left still waits
     */
    public boolean inherit(Node node, Driver driver) {
        Bequest bequest = node.bequest().orElse(null);
        if (bequest == null || !(driver.module() instanceof Handover arriving)
                || !isAccepted(node, driver, arriving, bequest)) {
            return false;
        }
        cancelAlarm(bequest);
        DeviceInstance instance = new DeviceInstance(node, driver, bequest.instance(), services);
        node.become(NodeSnapshot.State.SUSPENDED, instance, null);
        try (var _ = services.calls().kernel()) {
            if (importInto(node, instance, arriving, bequest)) {
                resume(node, instance, arriving, importHandles(node, instance, arriving, bequest));
            }
        }
        return true;
    }

    private boolean isAccepted(Node node, Driver driver, Handover arriving, Bequest bequest) {
        try (var _ = services.calls().kernel()) {
            if (!arriving.accepts(bequest.format())) {
                services.diagnostics().accept(arriving.getClass().getName() + " does not accept state '"
                        + bequest.format() + "' of "
                        + bequest.driver());
                return false;
            }
        } catch (RuntimeException | Error e) {
            services.diagnostics().accept("accepts(\"" + bequest.format() + "\") of " + arriving.getClass().getName()
                    + " failed: " + e);
            return false;
        }
        if (!driver.inherit(bequest.numbers())) {
            services.diagnostics().accept(arriving.getClass().getName() + " serves devices already and cannot take "
                    + node.name()
                    + " over under another major number");
            return false;
        }
        return true;
    }

    /**
     * False if the driver could not use the state: the old mappings end, and it is attached as if there had been none.
     */
    private boolean importInto(Node node, DeviceInstance instance, Handover arriving, Bequest bequest) {
        try {
            arriving.importInstance(instance, bequest.state());
            node.opens().forEach(open -> open.takeOver(instance));
            return true;
        } catch (DdiException | RuntimeException | Error e) {
            services.diagnostics().accept("importInstance of " + node.name() + " failed, its mappings end: "
                    + Reason.of(e));
            instance.handOver();
            discard(node, bequest);
            attachSomebodyElse.accept(node);
            return false;
        }
    }

    /** Answers the mappings that the driver could not take over. */
    private Set<Segment> importHandles(Node node, DeviceInstance instance, Handover arriving, Bequest bequest) {
        Set<Segment> lost = new LinkedHashSet<>();
        for (Bequest.Left left : bequest.handles()) {
            attempt(node, left.handle().segment(), lost, () -> {
                Handover.Adopted<?> adopted = arriving.importHandle(instance, left.handle(), left.state());
                if (adopted == null) {
                    throw new DdiException(Errno.EINVAL, "importHandle answered null");
                }
                DriverExchange.adopt(left.handle(), adopted.callbacks(), adopted.data());
            });
        }
        MmapEntry mmap = mmap(instance.driver().entryPoints());
        for (Segment segment : mappings.of(node)) {
            attempt(node, segment, lost, () -> {
                for (MappingHandle handle : segment.handles()) {
                    DriverExchange.ask(handle, mmap);
                }
                DriverExchange.requireOneGate(segment);
            });
        }
        return lost;
    }

    /** A version without mmap(9E) refuses every page. */
    private static MmapEntry mmap(CbOps entryPoints) {
        return entryPoints.mmap().orElse(MmapEntry.NODEV);
    }

    /** What is done for one mapping. */
    private interface Step {
        void run() throws DdiException;
    }

    private void attempt(Node node, Segment segment, Set<Segment> lost, Step step) {
        try {
            step.run();
        } catch (DdiException | RuntimeException | Error e) {
            services.diagnostics().accept("a mapping of " + node.name() + " is not taken over: " + Reason.of(e));
            lost.add(segment);
        }
    }

    private void resume(Node node, DeviceInstance instance, Handover arriving, Set<Segment> lost) {
        try {
            arriving.resume(instance);
        } catch (DdiException | RuntimeException | Error e) {
            String reason = "resume after the handover failed: " + Reason.of(e);
            services.diagnostics().accept(node.name() + ": " + reason);
            departure.run(node, instance);
            node.fault(instance.driver(), reason);
            return;
        }
        lost.forEach(mappings::kill);
        node.become(NodeSnapshot.State.ATTACHED, instance, null);
        suspension.end(node);
    }
}
