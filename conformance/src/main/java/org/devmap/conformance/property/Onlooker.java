package org.devmap.conformance.property;

import static org.devmap.conformance.bench.Bench.P;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.FaultException;
import org.devmap.app.Mapping;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.DevmapEntry;
import org.devmap.driver.DevmemRemap;
import org.devmap.driver.MappingCallbacks;

/**
 * Property 5 from outside: while a callback waits, another thread does everything that needs a handle lock, a context lock or a
 * gate. If the framework held one of them in the callback's thread, the two would wait for each other.
 */
final class Onlooker implements DevmapEntry {

    /** Offsets from here on are the onlooker's own: another register set, the same access callback by its identity. */
    static final long OFFSET = 1L << 32;

    /** Bounds a failure and times nothing: in looks, so that a machine that stands still takes one of them only. */
    private static final int LOOKS = 50;
    private static final long LOOK_MILLIS = 100;

    private final Bench bench;
    private final Export export;

    Onlooker(Bench bench, Object accessIdentity) {
        this.bench = bench;
        this.export = Export.registers(2).shiftedBy(-OFFSET).with(new MappingCallbacks<Object>() {

            @Override
            public Object accessIdentity() {
                return accessIdentity;
            }
        });
    }

    @Override
    public long devmap(Dev dev, DevmapCookie handle, long off, long len, DataModel model) throws DdiException {
        return export.devmap(dev, handle, off, len, model);
    }

    /**
     * Looks on; returns when the other thread is through.
     *
     * @param where which callback waits
     * @param handle its handle, which loses all translations
     * @param settled whether the handle is set up: before that nothing can be done with it
     */
    void look(String where, DevmapCookie handle, boolean settled) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch through = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().name("conformance onlooker").daemon().start(() -> {
            try {
                use(handle, settled);
            } catch (Throwable unexpected) {
                failure.set(unexpected);
            }
            through.countDown();
        });
        try {
            Broken.unless(isThrough(through), Property.NO_LOCK_HELD,
                    "while a %s callback runs, another thread waits at %s", where, where(other));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Broken(Property.NO_LOCK_HELD, "interrupted in a " + where + " callback", stop);
        }
        if (failure.get() != null) {
            throw new Broken(Property.NO_LOCK_HELD, "while a %s callback runs, another thread fails: %s".formatted(where,
                    failure.get()), failure.get());
        }
    }

    private static boolean isThrough(CountDownLatch through) throws InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (through.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    private void use(DevmapCookie handle, boolean settled) throws DdiException, FaultException {
        bench.snapshot();
        if (settled) {
            handle.setContextTimeout(0);
            handle.unload(0, 0);
            try {
                // Takes the handle lock, if there is one, and is refused.
                handle.devmemRemap(DevmemRemap.of(1, Bench.SET_1_SIZE, P));
                throw new IllegalStateException("a remap past the end of the register set succeeded");
            } catch (DdiException refused) {
                // This is what a remap past the end, and one of a handle without ALLOW_REMAP, comes to (S-225, S-229).
            }
        }
        try (UserProcess process = bench.process()) {
            Mapping mapping = process.map(OFFSET, 2 * P);
            mapping.getInt(0);
            mapping.getInt(P);
            mapping.unmap(0, P);
        }
    }

    private static String where(Thread thread) {
        for (StackTraceElement frame : thread.getStackTrace()) {
            if (frame.getClassName().startsWith("org.devmap.")) {
                return frame.toString();
            }
        }
        return "its end";
    }
}
