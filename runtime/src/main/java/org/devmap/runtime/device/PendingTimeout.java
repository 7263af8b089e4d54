package org.devmap.runtime.device;

import java.util.function.Consumer;
import org.devmap.backend.DevmapClock;
import org.devmap.driver.DeviceInfo;

/** A call that a driver asked for later (timeout(9F)), until it is due, cancelled, or its instance is gone. */
final class PendingTimeout implements DeviceInfo.Timeout, Belongings.Belonging {

    private final Runnable action;
    private final Belongings belongings;
    private final Consumer<Runnable> dispatch;
    private DevmapClock.Alarm alarm;
    private boolean over;

    PendingTimeout(Runnable action, Belongings belongings, Consumer<Runnable> dispatch) {
        this.action = action;
        this.belongings = belongings;
        this.dispatch = dispatch;
    }

    /**
     * Without effect if the instance is gone. The alarm may go off, and the instance may end, before it is known here.
     */
    void start(DevmapClock clock, long nanos) {
        if (!belongings.addIfPresent(this)) {
            return;
        }
        DevmapClock.Alarm scheduled;
        try {
            scheduled = clock.schedule(nanos, this::due);
        } catch (RuntimeException | Error e) {
            belongings.remove(this);
            throw e;
        }
        boolean late;
        synchronized (this) {
            alarm = scheduled;
            late = over;
        }
        if (late) {
            scheduled.cancel();
        }
    }

    private void due() {
        if (belongings.remove(this)) {
            dispatch.accept(action);
        }
    }

    @Override
    public void close() {
        belongings.remove(this);
        end();
    }

    @Override
    public void end() {
        DevmapClock.Alarm pending;
        synchronized (this) {
            over = true;
            pending = alarm;
        }
        if (pending != null) {
            pending.cancel();
        }
    }

    @Override
    public String toString() {
        return "a timeout";
    }
}
