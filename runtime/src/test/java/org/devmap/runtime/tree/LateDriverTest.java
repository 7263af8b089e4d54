package org.devmap.runtime.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.driver.CbOps;
import org.devmap.driver.DeviceDriver;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.Suspendable;
import org.devmap.dto.NodeSnapshot;
import org.devmap.runtime.bench.AskedCard;
import org.devmap.runtime.bench.Background;
import org.devmap.runtime.bench.Card;
import org.devmap.runtime.device.Devices;
import org.devmap.runtime.device.Node;
import org.devmap.runtime.device.Source;
import org.devmap.runtime.device.WorkBound;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A device that two nexuses know is withdrawn, and its driver does not come to an end in time. */
@Timeout(60)
class LateDriverTest {

    /**
     * Whoever waits for an exchange or a departure gives up when somebody is late, and not when time has passed: on a
     * machine that stood still for a while everybody would be late. What is to succeed is waited for.
     */
    private final class UntilSomebodyIsLate extends WorkBound {

        private UntilSomebodyIsLate() {
            super(TimeUnit.SECONDS.toNanos(30));
        }

        @Override
        protected boolean hasEnded(String what, CompletableFuture<?> work, long left) throws InterruptedException {
            try {
                (what.startsWith("attach") ? work : CompletableFuture.anyOf(work, late)).get();
            } catch (ExecutionException e) {
                // To fail is to end, too.
            }
            return work.isDone();
        }
    }

    /** Stays where it is told to, until it may go on. */
    private final class Late implements DeviceDriver, Suspendable {

        private final List<String> calls = new CopyOnWriteArrayList<>();
        private volatile String staysIn = "";

        private void in(String entry, DeviceInfo device) {
            boolean stays = entry.equals(staysIn);
            calls.add(entry + " " + device.instance());
            if (stays) {
                stay();
            }
        }

        private void stay() {
            inside.countDown();
            late.complete(null);
            Background.await(go);
        }

        @Override
        public CbOps entryPoints() {
            return CbOps.builder().build();
        }

        @Override
        public void attach(DeviceInfo device) {
            in("attach", device);
        }

        @Override
        public void detach(DeviceInfo device) {
            in("detach", device);
        }

        @Override
        public void suspend(DeviceInfo device) {
            in("suspend", device);
        }

        @Override
        public void resume(DeviceInfo device) {
            in("resume", device);
        }
    }

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private volatile CompletableFuture<Void> late = new CompletableFuture<>();
    private final Devices devices = new Devices(new UntilSomebodyIsLate());
    private final DeviceTree tree = new DeviceTree(devices.services, new Devices.Mapped(_ -> { }));
    private final Late driver = new Late();
    private final Card.Memory firstMemory = new Card.Memory(1);
    private final Card.Memory secondMemory = new Card.Memory(2);
    private Source first;
    private Source second;
    private Node node;

    @BeforeEach
    void attachTheDriver() throws Exception {
        first = tree.publish(Card.real(firstMemory, 1), Optional.of("first"));
        second = tree.publish(Card.real(secondMemory, 2), Optional.of("second"));
        node = first.node();
        tree.register(driver, List.of("card"));
        assertThat(driver.calls).containsExactly("attach 0");
        driver.calls.clear();
        devices.diagnostics.clear();
    }

    @AfterEach
    void end() {
        go.countDown();
        devices.close();
    }

    private void expectAttached(Source source) throws Exception {
        Node now = tree.require("card0");
        assertThat(now).isNotSameAs(node);
        assertThat(now.sources().inCharge()).isSameAs(source);
        assertThat(now.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(now.instance().orElseThrow().instance()).as("the late one keeps its number").isEqualTo(1);
    }

    private void expectNoNode() {
        assertThatThrownBy(() -> tree.require("card0")).isInstanceOfSatisfying(DdiException.class,
                e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }

    /** The late driver comes to an end, and so does all that was left behind with it. */
    private void goOn() throws InterruptedException {
        go.countDown();
        CountDownLatch done = new CountDownLatch(1);
        node.thread().execute(done::countDown);
        done.await();
        late = new CompletableFuture<>();
    }

    /** Something else is going on that the driver would have to come to the end of first. */
    private void keepTheDriverBusy() {
        node.thread().execute(() -> Background.await(go));
    }

    @Test
    void whoStandsByDoesNotWaitForIt() throws Exception {
        keepTheDriverBusy();
        late.complete(null);
        tree.withdraw(first);
        assertThat(firstMemory.released).isTrue();
        expectAttached(second);
        assertThat(devices.diagnostics).singleElement().asString().contains("card0", "still running");
        goOn();
        assertThat(driver.calls).containsExactly("attach 1", "detach 0");
        expectAttached(second);
        assertThat(secondMemory.released).isFalse();
        tree.withdraw(second);
        assertThat(secondMemory.released).isTrue();
        expectNoNode();
    }

    @Test
    void whoStandsByDoesNotTakeOverAfterAllWhenItIsElsewhere() throws Exception {
        driver.staysIn = "suspend";
        tree.withdraw(first);
        expectAttached(second);
        driver.staysIn = "";
        goOn();
        assertThat(driver.calls).containsExactly("suspend 0", "attach 1", "detach 0");
        expectAttached(second);
        assertThat(firstMemory.released).isTrue();
        assertThat(secondMemory.released).isFalse();
    }

    @Test
    void whoHasTakenOverKeepsTheDeviceAndTheFormerOneGoes() throws Exception {
        driver.staysIn = "resume";
        tree.withdraw(first);
        assertThat(firstMemory.released).isTrue();
        assertThat(tree.require("card0")).isSameAs(node);
        assertThat(node.sources().inCharge()).isSameAs(second);
        goOn();
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(secondMemory.released).isFalse();
    }

    @Test
    void whoWasSwappedAwayComesBackWhenTheOtherOneGoes() throws Exception {
        driver.staysIn = "resume";
        Background.run(() -> tree.swap("card0", "second"));
        inside.await();
        tree.withdraw(second);
        assertThat(secondMemory.released).isTrue();
        expectAttached(first);
        goOn();
        expectAttached(first);
        assertThat(firstMemory.released).isFalse();
    }

    @Test
    void whoStandsByAndGoesIsNotPutInCharge() throws Exception {
        driver.staysIn = "suspend";
        Background<Void> swap = Background.run(() -> tree.swap("card0", "second"));
        inside.await();
        tree.withdraw(second);
        assertThat(secondMemory.released).isTrue();
        goOn();
        assertThat(swap.failure()).as("late, or told so").isInstanceOf(DdiException.class);
        assertThat(driver.calls).containsExactly("suspend 0", "resume 0");
        assertThat(node.sources().inCharge()).isSameAs(first);
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(firstMemory.released).isFalse();
    }

    @Test
    void whoGoesWhileItIsAskedForItsRegistersLeavesThemToTheFormerOne() throws Exception {
        Card.Memory slowMemory = new Card.Memory(3);
        AtomicBoolean asked = new AtomicBoolean();
        // Asked for its registers for the exchange, it does not answer until it may; before and after that it does.
        Source slow = tree.publish(new AskedCard(Card.real(slowMemory, 3), () -> {
            if (driver.calls.contains("suspend 0") && asked.compareAndSet(false, true)) {
                driver.stay();
            }
        }), Optional.of("slow"));
        Background<Void> swap = Background.run(() -> tree.swap("card0", "slow"));
        inside.await();
        tree.withdraw(slow);
        assertThat(slowMemory.released).isTrue();
        assertThat(firstMemory.released).as("it is not the one that goes").isFalse();
        goOn();
        assertThat(swap.failure()).as("late, or told so").isInstanceOf(DdiException.class);
        assertThat(driver.calls).containsExactly("suspend 0", "resume 0");
        assertThat(tree.require("card0")).isSameAs(node);
        assertThat(node.sources().inCharge()).isSameAs(first);
        assertThat(node.state()).isEqualTo(NodeSnapshot.State.ATTACHED);
        assertThat(firstMemory.released).isFalse();
    }

    @Test
    void whoHasGoneIsNotPublishedAgain() throws Exception {
        keepTheDriverBusy();
        late.complete(null);
        tree.withdraw(second);
        assertThat(secondMemory.released).isTrue();
        tree.withdraw(first);
        assertThat(firstMemory.released).isTrue();
        expectNoNode();
        goOn();
        assertThat(driver.calls).containsExactly("detach 0");
    }

    @Test
    void whoGoesMeanwhileIsNotPublishedAgainEither() throws Exception {
        keepTheDriverBusy();
        Background<Void> withdrawal = Background.run(() -> tree.withdraw(first)).untilParked();
        Background<Void> other = Background.run(() -> tree.withdraw(second)).untilParked();
        late.complete(null);
        withdrawal.join();
        other.join();
        assertThat(firstMemory.released).isTrue();
        assertThat(secondMemory.released).isTrue();
        expectNoNode();
        goOn();
        assertThat(driver.calls).containsExactly("detach 0");
    }
}
