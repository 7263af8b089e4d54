package org.devmap.runtime.call;

import java.util.Optional;
import org.devmap.CallContext;
import org.devmap.Panic;

/**
 * The frames of every thread of one system. Not inherited by new threads. A thread without frames is a kernel thread: nobody's
 * process.
 */
public final class CallStack {

    /** Faults within faults, beyond which an access fails EDEADLK. */
    public static final int MOST_NESTED_FAULTS = 8;

    private final ThreadLocal<Frame> top = new ThreadLocal<>();
    private final boolean checked;

    /**
     * Empty stacks.
     *
     * @param checked whether a call from a forbidden context panics
     */
    public CallStack(boolean checked) {
        this.checked = checked;
    }

    /** One entry; closing takes it off. Used with try-with-resources on the thread that pushed it. */
    public final class Frame implements AutoCloseable {

        private final CallingProcess process;
        private final CallContext context;
        private final boolean fault;
        private final int faults;
        private final Frame outer;

        private Frame(CallingProcess process, CallContext context, boolean fault) {
            this.process = process;
            this.context = context;
            this.fault = fault;
            this.outer = top.get();
            this.faults = (outer == null ? 0 : outer.faults) + (fault ? 1 : 0);
            top.set(this);
        }

        @Override
        public void close() {
            if (outer == null) {
                top.remove();
            } else {
                top.set(outer);
            }
        }
    }

    /**
     * Enters an operation of a process.
     *
     * @param process the process
     * @return the frame
     */
    public Frame user(CallingProcess process) {
        return new Frame(process, CallContext.USER, false);
    }

    /**
     * Enters a fault of a process.
     *
     * @param process whose memory faulted
     * @return the frame
     */
    public Frame fault(CallingProcess process) {
        return new Frame(process, CallContext.USER, true);
    }

    /**
     * Enters kernel context without a process.
     *
     * @return the frame
     */
    public Frame kernel() {
        return new Frame(null, CallContext.KERNEL, false);
    }

    /**
     * Enters interrupt context.
     *
     * @return the frame
     */
    public Frame interrupt() {
        return new Frame(null, CallContext.INTERRUPT, false);
    }

    /**
     * The calling process: the one whose fault is being served, else the thread's own.
     *
     * @return empty for kernel threads and interrupts
     */
    public Optional<CallingProcess> process() {
        Frame frame = top.get();
        return frame == null ? Optional.empty() : Optional.ofNullable(frame.process);
    }

    /**
     * The context of this thread.
     *
     * @return USER, KERNEL or INTERRUPT
     */
    public CallContext context() {
        Frame frame = top.get();
        return frame == null ? CallContext.KERNEL : frame.context;
    }

    /**
     * Whether this thread is serving a fault of a process, at any depth.
     *
     * @param process the process
     * @return true inside such a fault
     */
    public boolean isServingFaultOf(CallingProcess process) {
        for (Frame frame = top.get(); frame != null; frame = frame.outer) {
            if (frame.fault && frame.process == process) {
                return true;
            }
        }
        return false;
    }

    /**
     * How many faults this thread is inside of.
     *
     * @return 0 outside faults
     */
    public int faultDepth() {
        Frame frame = top.get();
        return frame == null ? 0 : frame.faults;
    }

    /**
     * Panics in checked mode if this thread is in interrupt context.
     *
     * @param function the function called
     * @param advice what is allowed instead
     */
    public void forbidInterrupt(String function, String advice) {
        if (checked && context() == CallContext.INTERRUPT) {
            throw new Panic(function + " called from interrupt context; " + advice);
        }
    }

    /**
     * Panics in checked mode unless this thread acts for a process.
     *
     * @param function the function called
     */
    public void requireProcess(String function) {
        if (checked && process().isEmpty()) {
            throw new Panic(function + " called without a calling process; it needs user context (section 2.27)");
        }
    }
}
