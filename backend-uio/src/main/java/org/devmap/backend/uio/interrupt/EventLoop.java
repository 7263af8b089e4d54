package org.devmap.backend.uio.interrupt;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.ValueLayout;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.devmap.backend.uio.linux.Descriptor;
import org.devmap.backend.uio.linux.LinuxCalls;
import org.devmap.backend.uio.linux.LinuxErrno;
import org.devmap.backend.uio.linux.SystemCallFailure;

/**
 * Waits for the events of a device on a thread of its own, until it is told to end or the device is gone. Reads of the
 * device answer how many events there have been since it was registered, modulo 2^32: what lies between two answers has
 * happened, though it may have been reported only once.
 */
final class EventLoop implements Runnable {

    /** Two struct pollfd: int fd, short events, short revents. */
    static final SequenceLayout POLL_FDS = MemoryLayout.sequenceLayout(2,
            MemoryLayout.structLayout(ValueLayout.JAVA_INT, ValueLayout.JAVA_SHORT, ValueLayout.JAVA_SHORT));

    private static final int SIZE = 8;
    private static final int REVENTS = 6;
    private static final int BROKEN = LinuxCalls.POLLERR | LinuxCalls.POLLHUP | LinuxCalls.POLLNVAL;

    private final LinuxCalls linux;
    private final int device;
    private final Descriptor wake;
    private final LongConsumer events;
    private final Runnable gone;
    private final CountDownLatch ended = new CountDownLatch(1);
    private OptionalInt last;

    /**
     * A loop that has not started.
     *
     * @param device the device's descriptor, not to be closed before the loop has ended
     * @param last the count so far, if it is known
     * @param events told how many events there were since the last call
     * @param gone called once if the device goes
     */
    EventLoop(LinuxCalls linux, int device, OptionalInt last, LongConsumer events, Runnable gone)
            throws SystemCallFailure {
        this.linux = linux;
        this.device = device;
        this.last = last;
        this.events = events;
        this.gone = gone;
        this.wake = Descriptor.of(linux, "eventfd", linux.eventfd());
    }

    /** Whether a device can be waited for: on one without an interrupt, or that is gone, every wait fails at once. */
    static boolean canWait(LinuxCalls linux, int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(POLL_FDS);
            watch(polled, 0, device);
            linux.poll(polled, 1, 0);
            return (revents(polled, 0) & BROKEN) == 0;
        } catch (SystemCallFailure failure) {
            return failure.errno() == LinuxErrno.EINTR;
        }
    }

    @Override
    public void run() {
        boolean isGone = false;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment polled = arena.allocate(POLL_FDS);
            watch(polled, 0, device);
            watch(polled, 1, wake.number());
            MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
            while (!isGone && awaitEvent(polled)) {
                isGone = !receive(count, revents(polled, 0));
            }
        } finally {
            wake.close();
            ended.countDown();
        }
        if (isGone) {
            gone.run();
        }
    }

    private static void watch(MemorySegment polled, int index, int descriptor) {
        polled.set(ValueLayout.JAVA_INT, index * SIZE, descriptor);
        polled.set(ValueLayout.JAVA_SHORT, index * SIZE + 4, (short) LinuxCalls.POLLIN);
    }

    private static int revents(MemorySegment polled, int index) {
        return polled.get(ValueLayout.JAVA_SHORT, index * SIZE + REVENTS);
    }

    /** False if the loop is to end. A signal makes it look again. */
    private boolean awaitEvent(MemorySegment polled) {
        try {
            linux.poll(polled, 2, -1);
            return revents(polled, 1) == 0;
        } catch (SystemCallFailure signal) {
            polled.set(ValueLayout.JAVA_SHORT, REVENTS, (short) 0);
            return signal.errno() == LinuxErrno.EINTR;
        }
    }

    /** False if the device is gone. */
    private boolean receive(MemorySegment count, int revents) {
        if (revents == 0) {
            return true;
        }
        try {
            if (linux.read(device, count) != count.byteSize()) {
                return false;
            }
        } catch (SystemCallFailure failure) {
            return (failure.errno() == LinuxErrno.EAGAIN || failure.errno() == LinuxErrno.EINTR)
                    && (revents & BROKEN) == 0;
        }
        int now = count.get(ValueLayout.JAVA_INT, 0);
        long since = last.isEmpty() ? 1 : Integer.toUnsignedLong(now - last.getAsInt());
        last = OptionalInt.of(now);
        if (since > 0) {
            events.accept(since);
        }
        return true;
    }

    /**
     * Ends the loop and waits until it has ended; the device's descriptor may be closed then. Not to be called by the
     * loop.
     */
    void end() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(ValueLayout.JAVA_LONG);
            one.set(ValueLayout.JAVA_LONG, 0, 1);
            wake.write(one);
        } catch (SystemCallFailure hasEnded) {
            System.getLogger("org.devmap.backend.uio").log(System.Logger.Level.DEBUG, hasEnded.getMessage());
        }
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException laterAgain) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The loop could not be started. */
    void abandon() {
        wake.close();
        ended.countDown();
    }
}
