package org.devmap.backend.uio.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CountDownLatch;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterSet;
import org.devmap.backend.uio.FakeSystem;
import org.devmap.backend.uio.StubHost;
import org.devmap.backend.uio.UioSettings;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.node.NodeOpener;
import org.devmap.backend.uio.node.OpenedDevice;
import org.devmap.backend.uio.refusal.Refusals;
import org.devmap.backend.uio.sysfs.UioDevice;
import org.devmap.backend.uio.sysfs.UioTree;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Look by look: who is published when, and who is withdrawn. */
@Timeout(120)
class PopulationTest {

    private static final String NAME = "card@slot1";

    private final StubHost host = new StubHost();
    private final List<String> complaints = new ArrayList<>();
    private final LinuxCalls linux = new LinuxCalls();
    private FakeSystem system;
    private UioTree tree;
    private Population population;
    private DdiException refusal;
    private RuntimeException crash;
    private Runnable gone;
    private boolean goneAtOnce;

    @BeforeEach
    void make(@TempDir Path root) {
        system = new FakeSystem(root);
        tree = new UioTree(system.sys(), (name, why) -> { });
        population = new Population(host, this::open, complaints::add);
    }

    private OpenedDevice open(UioDevice device, Runnable whenGone) throws DdiException {
        if (refusal != null) {
            throw refusal;
        }
        if (crash != null) {
            throw crash;
        }
        gone = whenGone;
        if (goneAtOnce) {
            whenGone.run();
        }
        return new NodeOpener(linux, host.executor(), system.dev(), new Refusals(system.sys()), UioSettings.DEFAULT,
                complaints::add, complaints::add).open(device, whenGone);
    }

    @AfterEach
    void end() {
        population.end();
        host.close();
    }

    private Path device() {
        Path uio = system.register(system.sys().resolve("devices/slot1"), 0, "card");
        system.map(uio, 0, "", 0, 0x1000, 0);
        system.node(0, 0x1000);
        return uio;
    }

    private boolean look() {
        return population.look(tree.devices());
    }

    @Test
    void aNewcomerIsPublishedAtTheSecondLook() {
        device();
        assertThat(look()).isFalse();
        assertThat(host.history).isEmpty();
        assertThat(look()).isTrue();
        assertThat(look()).isTrue();
        assertThat(host.history).containsExactly("+" + NAME);
    }

    @Test
    void whatIsThereAtTheBeginningIsPublishedAtOnceUnlessItShowsNoRegions() {
        device();
        system.register(system.sys().resolve("devices/slot2"), 1, "early");
        population.begin(tree.devices());

        assertThat(host.history).containsExactly("+" + NAME);
    }

    @Test
    void aRefusalIsComplainedOfWhenUdevHasHadItsTime() {
        device();
        refusal = new DdiException(Errno.EACCES, "no");
        for (int looks = 1; looks < Population.PATIENCE; looks++) {
            assertThat(look()).isFalse();
        }
        assertThat(complaints).isEmpty();
        assertThat(look()).isTrue();
        assertThat(complaints).containsExactly(NAME + " is not published: EACCES: no");

        refusal = null;
        look();
        assertThat(host.history).containsExactly("+" + NAME);
    }

    @Test
    void aRefusalAtTheBeginningIsComplainedOfAtOnce() {
        device();
        refusal = new DdiException(Errno.EACCES, "no");
        population.begin(tree.devices());

        assertThat(complaints).hasSize(1);
    }

    /** Whoever waits for the interrupt knows it before sysfs does. */
    @Test
    void aDeviceThatIsFoundToBeGoneIsWithdrawnAndNotTakenForANewOne() throws Exception {
        device();
        look();
        look();
        gone.run();
        gone.run();
        assertThat(host.history.take()).isEqualTo("+" + NAME);
        assertThat(host.history.take()).isEqualTo("-" + NAME);
        look();
        look();
        look();

        assertThat(host.history).isEmpty();
    }

    @Test
    void aDeviceThatIsGoneBeforeItIsPublishedIsWithdrawn() throws Exception {
        device();
        goneAtOnce = true;
        look();
        look();

        assertThat(host.history.take()).isEqualTo("+" + NAME);
        assertThat(host.history.take()).isEqualTo("-" + NAME);
    }

    @Test
    void aSuccessorWaitsUntilItsPredecessorHasLeft() throws Exception {
        CountDownLatch detaching = new CountDownLatch(1);
        CountDownLatch detached = new CountDownLatch(1);
        host.detach = () -> {
            detaching.countDown();
            try {
                detached.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        Path first = device();
        look();
        look();
        system.unregister(first);
        device();
        look();
        detaching.await();
        assertThat(look()).isFalse();
        assertThat(look()).isFalse();
        assertThat(host.history.take()).isEqualTo("+" + NAME);
        assertThat(host.history).isEmpty();

        detached.countDown();
        assertThat(host.history.take()).isEqualTo("-" + NAME);
        while (!look()) {
            Thread.yield();
        }
        assertThat(host.history).containsExactly("+" + NAME);
    }

    @Test
    void anotherNodeOfThatNameIsARefusal() {
        device();
        host.nodes.put(NAME, new Taken());
        population.begin(tree.devices());

        assertThat(complaints).singleElement().asString().contains("EBUSY: there is a node " + NAME);
        host.nodes.clear();
    }

    /** As two of one PCI function. */
    @Test
    void theSecondDeviceOfANameIsComplainedOfAndFollowsTheFirst() {
        Path first = device();
        Path place = system.sys().resolve("devices/slot1");
        system.map(system.register(place, 1, "card"), 0, "", 0, 0x1000, 0);
        system.node(1, 0x1000);
        population.begin(tree.devices());

        assertThat(host.history).containsExactly("+" + NAME);
        assertThat(complaints).containsExactly(NAME + " is not published: another device of that name is there, or still leaving");
        system.unregister(first);
        while (!look()) {
            Thread.yield();
        }
        assertThat(host.history).containsExactly("+" + NAME, "-" + NAME, "+" + NAME);
    }

    @Test
    void anUnexpectedFailureIsARefusal() {
        device();
        crash = new IllegalStateException("oops");
        population.begin(tree.devices());
        assertThat(complaints).containsExactly(NAME + " is not published: java.lang.IllegalStateException: oops");

        crash = null;
        look();
        assertThat(host.history).containsExactly("+" + NAME);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFrameworkThatFailsToWithdrawDoesNotKeepTheDevice(boolean badly) throws Exception {
        Path first = device();
        look();
        look();
        host.detach = () -> {
            if (badly) {
                throw new StackOverflowError("oops");
            }
            throw new IllegalStateException("oops");
        };
        system.unregister(first);
        device();
        while (!look()) {
            Thread.yield();
        }

        assertThat(host.history).containsExactly("+" + NAME, "+" + NAME);
        host.detach = () -> { };
    }

    @Test
    void whereThreadsHaveEndedADeviceIsWithdrawnOnTheSpot() {
        Path first = device();
        look();
        look();
        host.executor().shutdown();
        system.unregister(first);
        look();

        assertThat(host.history).containsExactly("+" + NAME, "-" + NAME);
    }

    @Test
    void aSignalDoesNotLetTheEndComeBeforeADeviceHasLeft() throws Exception {
        Path first = device();
        look();
        look();
        CountDownLatch detached = new CountDownLatch(1);
        host.detach = () -> {
            try {
                detached.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        system.unregister(first);
        look();
        List<String> whenItEnded = new CopyOnWriteArrayList<>();
        Thread ending = Thread.ofPlatform().daemon().start(() -> {
            Thread.currentThread().interrupt();
            population.end();
            whenItEnded.addAll(host.history);
            whenItEnded.add("signal " + Thread.interrupted());
        });
        while (ending.getState() != Thread.State.WAITING && ending.isAlive()) {
            Thread.onSpinWait();
        }
        detached.countDown();
        ending.join();

        assertThat(whenItEnded).containsExactly("+" + NAME, "-" + NAME, "signal true");
    }

    @Test
    void afterTheEndNobodyIsPublished() {
        device();
        look();
        look();
        population.end();
        look();
        look();

        assertThat(host.history).containsExactly("+" + NAME, "-" + NAME);
    }

    /** Somebody else's node. */
    private record Taken() implements DeviceNode {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<String> compatible() {
            return List.of();
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of();
        }
    }
}
