package org.devmap.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.OpenFlags;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.dto.NodeSnapshot;
import org.devmap.runtime.bench.ArenaProvider;
import org.devmap.runtime.bench.AskedCard;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.bench.Described;
import org.devmap.runtime.device.Devices;
import org.devmap.runtime.device.Driver;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes and drivers in whatever order they come and go. */
class DeviceTreeTest {

    /** Writes down what happens to it, and fails on demand. */
    private static class Recorder implements DeviceDriver {

        private final List<String> calls = new CopyOnWriteArrayList<>();
        private Throwable onAttach;
        private DdiException onDetach;
        private Background.Step whileDetaching = () -> { };

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().build();
        }

        @Override
        public void attach(DeviceInfo device) throws DdiException {
            calls.add("attach " + device.name() + " " + device.instance());
            switch (onAttach) {
                case null -> device.createMinorNode("0", 0, -1);
                case DdiException refusal -> throw refusal;
                case RuntimeException mistake -> throw mistake;
                default -> throw (Error) onAttach;
            }
        }

        @Override
        public void detach(DeviceInfo device) throws DdiException {
            calls.add("detach " + device.name() + " " + device.instance());
            try {
                whileDetaching.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            if (onDetach != null) {
                throw onDetach;
            }
        }
    }

    private final Devices devices = new Devices();
    private final List<String> killed = new ArrayList<>();
    private final DeviceTree tree = new DeviceTree(devices.services, new Devices.Mapped(node -> killed.add(node.name())));
    private final Recorder driver = new Recorder();

    DeviceTreeTest() {
        devices.providers.add(new ArenaProvider("test"), 0);
    }

    @AfterEach
    void end() {
        devices.close();
    }

    private Node publish(String name) throws DdiException {
        return tree.publish(Described.of(name), Optional.empty()).node();
    }

    private static void assertErrno(Errno errno, Throwable thrown) {
        assertThat(thrown).isInstanceOfSatisfying(DdiException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    @Test
    void nodesThatWereThereAreAttachedByNameAndLaterOnesWhenTheyCome() throws Exception {
        publish("b");
        publish("a");
        tree.register(driver, List.of("test"));
        publish("c");
        assertThat(driver.calls).containsExactly("attach a 0", "attach b 1", "attach c 2");
    }

    @Test
    void anInstanceNumberIsGivenOutAgainWhenItsDeviceHasGone() throws Exception {
        tree.register(driver, List.of("test"));
        Node first = publish("a");
        publish("b");
        tree.withdraw(first.sources().inCharge());
        publish("c");
        publish("d");
        assertThat(driver.calls).containsExactly("attach a 0", "attach b 1", "detach a 0", "attach c 0", "attach d 2");
    }

    @Test
    void aDriverThatServesTheNodesNameComesBeforeOneThatServesWhatItIsCompatibleWith() throws Exception {
        Recorder own = new Recorder();
        tree.register(driver, List.of("test"));
        tree.register(own, List.of("special"));
        publish("special");
        assertThat(driver.calls).isEmpty();
        assertThat(own.calls).containsExactly("attach special 0");
    }

    @Test
    void aDriverThatVetoesADetachStaysAttached() throws Exception {
        tree.register(driver, List.of("test"));
        Node node = publish("a");
        driver.onDetach = new DdiException(Errno.EBUSY, "the motor runs");
        assertThatThrownBy(() -> tree.detach("a")).isSameAs(driver.onDetach);
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        driver.onDetach = null;
        tree.detach("a");
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertThat(node.paths()).isEmpty();
        assertThatThrownBy(() -> tree.detach("a")).satisfies(e -> assertErrno(Errno.ENXIO, e));
        tree.attach("a");
        assertThatThrownBy(() -> tree.attach("a")).satisfies(e -> assertErrno(Errno.EBUSY, e));
        assertThat(killed).isEmpty();
    }

    @Test
    void aDriverThatLeavesLosesItsMappingsVetoOrNot() throws Exception {
        Driver registered = tree.register(driver, List.of("test"));
        Node node = publish("a");
        driver.onDetach = new DdiException(Errno.EBUSY, "the motor runs");
        tree.unregister(registered);
        assertThat(killed).containsExactly("a");
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertThat(devices.diagnostics).singleElement().asString().contains("the motor runs");
        tree.register(new Recorder(), List.of("test"));
        assertThat(node.state()).as("its names are free").isEqualTo(NodeSnapshot.State.ATTACHED);
    }

    @Test
    void aDriverThatCannotAttachIsReportedAndItsNodeFaulted() throws Exception {
        for (Throwable failure : List.of(new DdiException(Errno.EIO, "no answer"), new IllegalStateException("no answer"),
                new LinkageError("no answer"))) {
            Recorder failing = new Recorder();
            failing.onAttach = failure;
            Node node = publish("a");
            Driver registered = tree.register(failing, List.of("test"));
            assertThat(node.state()).isEqualTo(NodeSnapshot.State.FAULTED);
            assertThat(node.instance()).isEmpty();
            assertThat(devices.diagnostics).last().asString().contains("attach of a failed").contains("no answer");
            tree.unregister(registered);
            tree.withdraw(node.sources().inCharge());
        }
    }

    @Test
    void aDriverThatComesBeforeTheMemoryIsAskedAgainWhenItIsThere() throws Exception {
        Devices empty = new Devices();
        DeviceTree early = new DeviceTree(empty.services, new Devices.Mapped(node -> { }));
        driver.onAttach = new DdiException(Errno.ENOMEM, "no memory provider");
        early.register(driver, List.of("test"));
        Node node = early.publish(Described.of("a"), Optional.empty()).node();
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.UNBOUND);
        assertThat(empty.diagnostics).isEmpty();
        early.memoryArrived();
        assertThat(driver.calls).as("nothing has arrived").hasSize(1);
        driver.onAttach = null;
        empty.providers.add(new ArenaProvider("late"), 0);
        early.memoryArrived();
        early.memoryArrived();
        assertThat(driver.calls).containsExactly("attach a 0", "attach a 0");
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        empty.close();
    }

    @Test
    void whatThereIsInsteadOfWhatIsNotThereIsNamed() throws Exception {
        assertThatThrownBy(() -> tree.require("a")).hasMessageEndingWith("no device node 'a'; there are none");
        assertThatThrownBy(() -> tree.open("/devices/a:0", OpenFlags.READ, null))
                .hasMessageEndingWith("there is no /devices/a:0; there are none");
        publish("b");
        tree.register(driver, List.of("test"));
        assertThatThrownBy(() -> tree.require("a")).hasMessageEndingWith("there are [b]");
        assertThatThrownBy(() -> tree.open("/devices/b:1", OpenFlags.READ, null)).hasMessageEndingWith("there are [/devices/b:0]");
        assertThatThrownBy(() -> tree.open("b", OpenFlags.READ, null)).hasMessageEndingWith("there are [/devices/b:0]");
    }

    @Test
    void namesAreUniqueAndWellFormed() throws Exception {
        publish("a");
        assertThatThrownBy(() -> publish("a")).satisfies(e -> assertErrno(Errno.EBUSY, e));
        for (String bad : new String[] {null, "", "a:b", "a/b", "a b"}) {
            assertThatThrownBy(() -> publish(bad)).satisfies(e -> assertErrno(Errno.EINVAL, e));
        }
        assertThatThrownBy(() -> tree.require("b")).satisfies(e -> assertErrno(Errno.ENOENT, e)).hasMessageContaining("[a]");
        tree.register(driver, List.of("x", "y"));
        assertThatThrownBy(() -> tree.register(new Recorder(), List.of("z", "y"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'y'");
        assertThatThrownBy(() -> tree.register(new Recorder(), List.of())).isInstanceOf(IllegalArgumentException.class);
        tree.register(new Recorder(), List.of("z"));
    }

    @Test
    void whoStoodByAndCannotBePublishedAgainGivesItsMemoryBackOnce() throws Exception {
        Card.Memory memory = new Card.Memory(2);
        tree.register(driver, List.of("card"));
        Source first = tree.publish(Card.real(new Card.Memory(1), 1), Optional.of("first"));
        Source second = tree.publish(Card.real(memory, 2), Optional.of("second"));
        driver.whileDetaching = () -> tree.publish(Card.modelled(3), Optional.of("second"));
        tree.withdraw(first);
        assertThat(devices.diagnostics).anySatisfy(
                line -> assertThat(line).contains("card0 of second cannot be published again"));
        assertThat(memory.released).isTrue();
        driver.whileDetaching = () -> { };
        tree.withdraw(second);
        assertThat(tree.require("card0").state()).as("another one of that name").isEqualTo(NodeSnapshot.State.ATTACHED);
    }

    @Test
    void whoStoodByAndCannotBeAskedKeepsNobodyElseFromBeingPublishedAgain() throws Exception {
        AtomicBoolean broken = new AtomicBoolean();
        tree.register(driver, List.of("card"));
        Source first = tree.publish(Card.real(new Card.Memory(1), 1), Optional.of("first"));
        tree.publish(new AskedCard(Card.real(new Card.Memory(2), 2), () -> {
            if (broken.get()) {
                throw new IllegalStateException("the nexus has stopped");
            }
        }), Optional.of("second"));
        Source third = tree.publish(Card.real(new Card.Memory(3), 3), Optional.of("third"));
        broken.set(true);
        tree.withdraw(first);
        assertThat(devices.diagnostics)
                .anySatisfy(line -> assertThat(line).contains("card0 of second cannot be published again"))
                .anySatisfy(line -> assertThat(line).contains("the memory of card0 of second cannot be given back"));
        assertThat(tree.require("card0").sources().inCharge()).isSameAs(third);
    }
}
