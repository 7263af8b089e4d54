package org.devmap.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.devmap.Credential;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.OpenFlags;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.UmemFlags;
import org.devmap.driver.UmemRequest;
import org.devmap.dto.DriverSnapshot;
import org.devmap.dto.NodeSnapshot;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Described;
import org.devmap.runtime.bench.Scripted;
import org.devmap.runtime.device.Devices;
import org.devmap.runtime.device.Driver;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.OpenDevice;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Drivers and nodes come, go and fail in any order. */
class DriverDepartureTest {

    private final Devices devices = new Devices();
    private final List<Runnable> kills = new ArrayList<>();
    private final DeviceTree tree = new DeviceTree(devices.services,
            new Devices.Mapped(node -> kills.forEach(Runnable::run)));

    @AfterEach
    void end() {
        devices.close();
    }

    private Node publish(String name) throws DdiException {
        return tree.publish(Described.of(name), Optional.empty()).node();
    }

    private DeviceTree.Opened open(String path) throws DdiException {
        return tree.open(path, OpenFlags.READ, new Credential("test"));
    }

    private static void assertErrno(Errno errno, Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void anErrorInAttachFaultsTheNodeAndTheDriverCanStillLeave() throws Exception {
        devices.providers.add(new ArenaProvider("memory"), 0);
        Node node = publish("dv");
        Scripted driver = new Scripted();
        driver.attach = device -> {
            throw new NoClassDefFoundError("a class of the driver");
        };
        Driver registered = tree.register(driver, List.of("test"));
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.FAULTED);
        assertThat(devices.diagnostics).anySatisfy(
                line -> assertThat(line).contains("attach of dv failed").contains("a class of"));
        tree.unregister(registered);
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        tree.register(new Scripted(), List.of("test"));
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
    }

    @Test
    void anErrorInCloseOrDetachOrAPanicOfAMappingDoesNotKeepADriverFromLeaving() throws Exception {
        Node node = publish("dv");
        Scripted driver = new Scripted(CbOps.builder().close((dev, credential) -> {
            throw new AssertionError("close");
        }).build());
        driver.attach = device -> device.createMinorNode("0", 0, 0);
        driver.detach = device -> {
            throw new AssertionError("detach");
        };
        Driver registered = tree.register(driver, List.of("test"));
        OpenDevice opened = open("/devices/dv:0").device();
        kills.add(() -> {
            assertThat(opened.isGone()).as("marked before mappings are looked for").isTrue();
            assertThat(opened.addFile()).isFalse();
            assertThat(opened.beginCall()).isFalse();
            assertThat(opened.retain()).isFalse();
            throw new Panic("unmap");
        });
        tree.unregister(registered);
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertThat(driver.calls).containsExactly("attach dv", "detach dv");
        assertThat(devices.diagnostics).hasSize(3).anyMatch(line -> line.contains("unmap"))
                .anyMatch(line -> line.contains("close")).anyMatch(line -> line.contains("detach"));
    }

    @Test
    void memoryThatArrivesWhileAttachFailsForWantOfItIsNotMissed() throws Exception {
        Node node = publish("dv");
        Scripted driver = new Scripted();
        driver.attach = device -> {
            try {
                device.umemAlloc(UmemRequest.of(4096, UmemFlags.NOSLEEP));
            } catch (DdiException e) {
                devices.providers.add(new ArenaProvider("memory"), 0);
                tree.memoryArrived();
                throw e;
            }
        };
        tree.register(driver, List.of("test"));
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(driver.calls).containsExactly("attach dv", "attach dv");
    }

    @Test
    void aNodeThatWaitsForMemoryIsAttachedOnceWhenItArrives() throws Exception {
        Node node = publish("dv");
        Scripted driver = new Scripted();
        driver.attach = device -> device.umemAlloc(UmemRequest.of(4096, UmemFlags.NOSLEEP));
        tree.register(driver, List.of("test"));
        assertThat(node.waitsForMemory()).isTrue();
        devices.providers.add(new ArenaProvider("memory"), 0);
        tree.memoryArrived();
        tree.memoryArrived();
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(driver.calls).containsExactly("attach dv", "attach dv");
    }

    @Test
    void aDriverThatServesALessSpecificNameTakesOver() throws Exception {
        Node node = publish("dv");
        Scripted specific = new Scripted();
        Scripted generic = new Scripted();
        Driver first = tree.register(specific, List.of("dv"));
        tree.register(generic, List.of("test"));
        assertThat(generic.calls).isEmpty();
        tree.unregister(first);
        assertThat(generic.calls).containsExactly("attach dv");
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
    }

    @Test
    void aNodeThatIsWithdrawnGetsNoOtherDriver() throws Exception {
        Node node = publish("dv");
        Scripted generic = new Scripted();
        tree.register(new Scripted(), List.of("dv"));
        tree.register(generic, List.of("test"));
        tree.withdraw(node.sources().inCharge());
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertThat(generic.calls).isEmpty();
    }

    @Test
    void anAttachThatWasQueuedBeforeTheDriverLeftIsRefused() throws Exception {
        Node node = publish("dv");
        Scripted driver = new Scripted();
        Driver registered = tree.register(driver, List.of("test"));
        tree.detach("dv");
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        node.thread().execute(() -> {
            busy.countDown();
            Background.await(gate);
        });
        busy.await();
        Background<Void> attaching = Background.run(() -> tree.attach("dv")).untilParked();
        Background<Void> leaving = Background.run(() -> tree.unregister(registered));
        Background.until("the driver to be out of the tree", () -> tree.driverSnapshots().isEmpty());
        gate.countDown();
        assertErrno(Errno.ENXIO, attaching.failure());
        leaving.join();
        assertThat(driver.calls).containsExactly("attach dv", "detach dv");
        assertThat(tree.driverSnapshots()).extracting(DriverSnapshot::major).isEmpty();
    }

    @Test
    void aDeviceIsFiledUnderTheInstanceThatGetinfoNames() throws Exception {
        Node a = publish("a");
        Node b = publish("b");
        Map<String, DeviceInfo> instances = new ConcurrentHashMap<>();
        Scripted driver = new Scripted(CbOps.builder().open((dev, flags, credential) -> new Dev(dev.major(), 7)).build());
        driver.attach = device -> {
            instances.put(device.name(), device);
            device.createMinorNode("0", 0, 0);
        };
        tree.register(driver, List.of("test"));
        driver.owner = Optional.of(instances.get("b"));
        OpenDevice opened = open("/devices/a:0").device();
        assertThat(opened.node()).isSameAs(b);
        assertThat(b.opens()).containsExactly(opened);
        assertThat(a.opens()).isEmpty();
        assertThatThrownBy(() -> tree.detach("b")).satisfies(e -> assertErrno(Errno.EBUSY, e));
        opened.removeFile();
        tree.detach("b");
        assertThatThrownBy(() -> open("/devices/a:0")).as("its instance is gone").satisfies(e -> assertErrno(Errno.ENXIO, e));
    }

    /** A device with memory and a DMA engine that notes what is bound. */
    private record Engine(String name, List<String> bound) implements DeviceNode, DmaEngine {

        @Override
        public List<String> compatible() {
            return List.of("test");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of(new RegisterSet.Hosted("memory", Pages.SIZE));
        }

        @Override
        public List<InterruptSource> interrupts() {
            return List.of();
        }

        @Override
        public Optional<DmaEngine> dma() {
            return Optional.of(this);
        }

        @Override
        public Bound bind(BackendMemory memory, long off, long len, IoDirection direction) {
            bound.add("bind");
            return new Bound() {
                @Override
                public long deviceAddress() {
                    return 0;
                }

                @Override
                public void sync(long at, long bytes, IoDirection to) {
                    throw new AssertionError("nobody syncs");
                }

                @Override
                public void unbind() {
                    bound.add("unbind");
                }
            };
        }
    }

    @Test
    void whatADriverLeavesEndsWithItsInstanceAndItsCookiesAreReported() throws Exception {
        devices.providers.add(new ArenaProvider("memory"), 0);
        Engine engine = new Engine("dv", new ArrayList<>());
        tree.publish(engine, Optional.empty());
        List<RegisterHandle> handles = new ArrayList<>();
        List<DeviceInfo> infos = new ArrayList<>();
        Scripted driver = new Scripted();
        driver.attach = device -> {
            infos.add(device);
            handles.add(device.regsMapSetup(0, 0, 0, null));
            device.regsMapSetup(0, 0, 0, null).close();
            device.timeout(() -> driver.calls.add("late"), 1);
            device.timeout(() -> driver.calls.add("cancelled"), 1).close();
            device.dmaBind(device.umemAlloc(UmemRequest.of(4096, UmemFlags.NOSLEEP)), 0, 4096, IoDirection.FROM_DEVICE);
        };
        Driver registered = tree.register(driver, List.of("test"));
        assertThat(devices.clock.pending()).isEqualTo(1);
        tree.unregister(registered);
        assertThat(engine.bound).containsExactly("bind", "unbind");
        assertThat(devices.clock.pending()).isZero();
        assertThat(devices.kernelAddresses.find(handles.getFirst().kernelAddress(), 1)).isEmpty();
        assertThat(devices.diagnostics).hasSize(2).anyMatch(line -> line.contains("1 umem cookies"))
                .anyMatch(line -> line.contains("[a DMA binding of 4096 bytes, a timeout, "
                        + "a handle of register set memory of dv]"));
        infos.getFirst().timeout(() -> driver.calls.add("much too late"), 0);
        assertThat(devices.clock.pending()).isZero();
        assertThatThrownBy(() -> infos.getFirst().regsMapSetup(0, 0, 0, null)).satisfies(e -> assertErrno(Errno.ENXIO, e));
    }
}
