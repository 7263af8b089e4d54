package org.devmap.examples.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the callbacks do to handles and device, call by call. */
class ContextsTest {

    private static final long P = Pages.SIZE;

    private final RecordingDevice device = new RecordingDevice();
    private Contexts contexts;
    private Context a;
    private Context b;

    @BeforeEach
    void map() throws DdiException {
        contexts = new Contexts(device.info());
        a = map(device.handle("a"));
        b = map(device.handle("b"));
    }

    private Context map(DevmapCookie handle) throws DdiException {
        return contexts.map(handle, new Dev(1, 0), MapFlags.SHARED, 0, P);
    }

    private void touch(Context context) throws FaultException {
        device.touch(contexts, context);
    }

    /** S-383. */
    @Test
    void theFirstTouchSelectsAndLoadsAndUnloadsNobody() throws FaultException {
        touch(b);
        assertThat(device.log).containsExactly("SELECT=1", "clear", "b.load(0, 4096)");
    }

    /** S-383. */
    @Test
    void theOwnerOnlyLoadsAgain() throws FaultException {
        touch(a);
        device.log.clear();
        touch(a);
        assertThat(device.log).containsExactly("a.load(0, 4096)");
    }

    /** S-383. */
    @Test
    void anotherOneUnloadsTheOwnerThenSwitchesThenLoads() throws FaultException {
        touch(a);
        touch(b);
        device.log.clear();
        touch(a);
        assertThat(device.log).containsExactly("b.unload(0, 4096)", "SELECT=0", "a.load(0, 4096)");
    }

    @Test
    void aTouchDuringASwitchWaitsUntilItIsOver() throws Exception {
        Thread other = new Thread(() -> assertThatNoException().isThrownBy(() -> touch(b)));
        device.duringSwitch = () -> {
            device.duringSwitch = () -> { };
            other.start();
            while (other.isAlive() && other.getState() != Thread.State.BLOCKED) {
                Thread.onSpinWait();
            }
        };
        touch(a);
        other.join();
        assertThat(device.log).containsExactly("SELECT=0", "clear", "a.load(0, 4096)",
                "a.unload(0, 4096)", "SELECT=1", "clear", "b.load(0, 4096)");
    }

    /** S-384. */
    @Test
    void ifTheOwnerCannotBeUnloadedNothingHasChanged() throws DdiException, FaultException {
        Context stuck = map(device.handleElsewhere("stuck"));
        assertThatThrownBy(() -> touch(stuck)).isInstanceOf(FaultException.class);
        device.log.clear();
        assertThatThrownBy(() -> touch(a)).isInstanceOf(FaultException.class);
        assertThatThrownBy(() -> touch(a)).isInstanceOf(FaultException.class);
        assertThat(device.log).containsExactly("stuck.unload(0, 4096)", "stuck.unload(0, 4096)");
    }

    @Test
    void registersOfAFormerUserAreClearedBeforeTheFirstLoadOnly() throws DdiException, FaultException {
        touch(a);
        contexts.unmap(a.handle(), a, 0, P, null, null);
        Context next = map(device.handle("next"));
        device.log.clear();
        touch(next);
        touch(b);
        touch(next);
        assertThat(device.log).containsSubsequence("SELECT=0", "clear", "next.load(0, 4096)", "b.load(0, 4096)", "SELECT=0",
                "next.load(0, 4096)").containsOnlyOnce("SELECT=1").filteredOn("clear"::equals).hasSize(2);
    }

    /** S-385: an owner that is gone must not be unloaded. */
    @Test
    void anOwnerThatUnmappedIsForgotten() throws FaultException {
        touch(a);
        contexts.unmap(a.handle(), a, 0, P, null, null);
        device.log.clear();
        touch(b);
        assertThat(device.log).containsExactly("SELECT=1", "clear", "b.load(0, 4096)");
    }

    @Test
    void aForkedChildHasItsOwnHandleAndTheSameBank() throws FaultException {
        Context child = contexts.dup(a.handle(), a, device.handle("child"));
        touch(a);
        device.log.clear();
        touch(child);
        assertThat(device.log).containsExactly("a.unload(0, 4096)", "SELECT=0", "child.load(0, 4096)");
    }

    /** S-251, S-253. */
    @Test
    void aHoleLeavesTwoPartsEachWithTheWayBackToItsOwnHandle() {
        DevmapCookie after = device.handle("after");
        KeptData<Context> kept = contexts.unmap(a.handle(), a, P, P, a.handle(), after);
        assertThat(kept.before().handle()).isSameAs(a.handle());
        assertThat(kept.after().handle()).isSameAs(after);
        assertThat(kept.before().bank()).isSameAs(a.bank()).isSameAs(kept.after().bank());
    }

    /** S-249, S-250. */
    @Test
    void aShortenedMappingKeepsItsHandleAndMustFaultAgainToOwnTheDevice() throws FaultException {
        touch(a);
        device.log.clear();
        KeptData<Context> front = contexts.unmap(a.handle(), a, 0, P, null, a.handle());
        assertThat(device.log).containsExactly("a.unload(0, 0)");
        assertThat(front.before()).isNull();
        assertThat(front.after().handle()).isSameAs(a.handle());
        KeptData<Context> tail = contexts.unmap(a.handle(), front.after(), 2 * P, P, a.handle(), null);
        assertThat(tail.before().handle()).isSameAs(a.handle());
        assertThat(tail.after()).isNull();
    }

    @Test
    void aBankIsFreeAgainWhenTheLastHandleThatShowsItIsGone() throws DdiException {
        Context child = contexts.dup(a.handle(), a, device.handle("child"));
        DevmapCookie after = device.handle("after");
        KeptData<Context> kept = contexts.unmap(child.handle(), child, P, P, child.handle(), after);
        contexts.unmap(a.handle(), a, 0, 3 * P, null, null);
        contexts.unmap(child.handle(), kept.before(), 0, P, null, null);
        assertThat(map(device.handle("c")).bank().number()).isEqualTo(2);
        contexts.unmap(after, kept.after(), 2 * P, P, null, null);
        assertThat(map(device.handle("d")).bank().number()).isZero();
    }
}
