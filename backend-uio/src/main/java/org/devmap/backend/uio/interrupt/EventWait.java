package org.devmap.backend.uio.interrupt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.LongConsumer;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.SystemCallFailure;

/**
 * How to wait for the events of a device.
 *
 * @param linux the calls
 * @param device its file, opened not to block
 * @param eventFile the file of sysfs with the number of events so far
 * @param threads where to wait
 */
public record EventWait(LinuxCalls linux, Descriptor device, Path eventFile, Executor threads) {

    /**
     * Whether the device interrupts at all.
     *
     * @return false if there is nothing to wait for
     */
    public boolean isPossible() {
        return EventLoop.canWait(linux, device.number());
    }

    /** Starts to wait. Events from before, which the kernel reports as well, are nobody's. */
    EventLoop begin(LongConsumer events, Runnable gone) throws SystemCallFailure {
        EventLoop loop = new EventLoop(linux, device.number(), eventsSoFar(), events, gone);
        try {
            threads.execute(loop);
            return loop;
        } catch (RuntimeException | Error noThread) {
            loop.abandon();
            throw noThread;
        }
    }

    private OptionalInt eventsSoFar() {
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(Files.readString(eventFile).strip()));
        } catch (IOException | NumberFormatException unknown) {
            return OptionalInt.empty();
        }
    }
}
