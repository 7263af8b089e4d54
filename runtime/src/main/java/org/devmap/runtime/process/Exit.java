package org.devmap.runtime.process;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.devmap.DdiException;
import org.devmap.runtime.call.BoundedCall;
import org.devmap.runtime.call.CallStack;

/**
 * The exit of a process: locked ranges, mappings, files, in this order, drivers told. On a thread of its own, because
 * drivers and other threads of the process may keep it waiting: whoever exits waits until a deadline, and leaves a zombie
 * then. A zombie accesses nothing, but for what is inside a register model already, and causes no callback; what is left
 * of its exit, the last unmap and close(9E) of drivers included, is done when the thread that held it up has left.
 */
final class Exit {

    private final Process process;
    private final ProcessServices services;

    Exit(Process process, ProcessServices services) {
        this.process = process;
        this.services = services;
    }

    /**
     * Exits, or leaves a zombie. Fails with what the exit failed with, if that is known in time. With nothing open and
     * nothing mapped as well: a driver may just be hearing that the last mapping goes, or that one is copied into here.
     */
    void run(List<LockedPagesRange> locks, List<OpenFile> files) throws DdiException {
        process.space().requireNotInside();
        boolean done = BoundedCall.run(services.threads(), services.clock(), services.bounds().exitNanos(), () -> {
            try {
                end(locks, files);
            } catch (DdiException e) {
                throw new IllegalStateException(e.getMessage(), e);
            } catch (RuntimeException | Error e) {
                if (process.isZombie()) {
                    services.handles().diagnostics().accept("the rest of the exit of " + process + " failed: " + e);
                }
                throw e;
            }
        });
        if (!done) {
            process.becomeZombie();
            services.handles().diagnostics().accept(process + " has not exited within "
                    + TimeUnit.NANOSECONDS.toMillis(services.bounds().exitNanos()) + " ms and is a zombie: a thread is still inside a "
                    + "driver or a register that does not answer, or native code inside a locked range");
        }
    }

    private void end(List<LockedPagesRange> locks, List<OpenFile> files) throws DdiException {
        try (CallStack.Frame _ = services.handles().calls().user(process.space())) {
            locks.forEach(LockedPagesRange::close);
            process.space().removeAll(true);
            files.forEach(OpenFile::close);
            services.processes().exited(process);
        }
    }
}
