package org.devmap.examples.context;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.devmap.AccessDirection;
import org.devmap.AccessType;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.Errno;
import org.devmap.FaultException;
import org.devmap.MapFlags;
import org.devmap.Pages;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.DevmapCookie;
import org.devmap.driver.KeptData;
import org.devmap.driver.MappingCallbacks;
import org.devmap.driver.NamedRegister;
import org.devmap.driver.RegisterHandle;

/**
 * The contexts of one device. At most one of them, the owner, has translations; whoever else touches the window faults, and
 * {@link #switchTo} takes the translations from the owner, switches the hardware, and gives them to the newcomer.
 *
 * <p>One object per device, given to every setup: so all its handles share one hold-off (section 1.3). All state, and the
 * bank that is selected, is guarded by this object's monitor. It is held while loading and unloading, which is allowed: the
 * framework never calls back from there (section 2.26).
 */
final class Contexts implements MappingCallbacks<Context>, AutoCloseable {

    private static final int WORD = Integer.BYTES;

    private final int windowSet;
    private final int bankCount;
    private final long timeout;
    private final RegisterHandle window;
    private final RegisterHandle control;
    private final NamedRegister select;
    private final NamedRegister switches;
    private final BitSet taken = new BitSet();
    /** What the banks in use hold while the driver is suspended. */
    private final Map<Integer, MemorySegment> saved = new HashMap<>();
    private Context owner;

    Contexts(DeviceInfo device) throws DdiException {
        windowSet = device.regNumber("window");
        bankCount = Math.toIntExact(device.numberProperty("banks").orElse(1));
        timeout = device.numberProperty("context.timeout").orElse(0);
        int controlSet = device.regNumber("control");
        window = device.regsMapSetup(windowSet, 0, Pages.SIZE, null);
        try {
            control = device.regsMapSetup(controlSet, 0, 0, null);
        } catch (DdiException | RuntimeException e) {
            window.close();
            throw e;
        }
        try {
            select = control.register("SELECT");
            switches = control.register("SWITCHES");
        } catch (DdiException | RuntimeException e) {
            close();
            throw e;
        }
    }

    int windowSet() {
        return windowSet;
    }

    /** How often the bank changed since this was asked last: reading the register clears it. */
    int switches() {
        return (int) switches.get();
    }

    /** A new mapping gets a bank of its own. */
    @Override
    public synchronized Context map(DevmapCookie handle, Dev dev, MapFlags flags, long off, long len) throws DdiException {
        if (!flags.type().equals(MapFlags.SHARED)) {
            throw new DdiException(Errno.EINVAL, "a forked child shares its parent's registers: map MAP_SHARED");
        }
        int free = taken.nextClearBit(0);
        if (free == bankCount) {
            throw new DdiException(Errno.EBUSY, "all " + bankCount + " banks are taken");
        }
        taken.set(free);
        handle.setContextTimeout(timeout);
        return new Context(new Bank(free), handle);
    }

    /** Every touch without translation comes here, one context switch at a time. */
    @Override
    public void access(DevmapCookie handle, Context context, long off, long len, AccessType type, AccessDirection rw)
            throws FaultException {
        handle.doContextManagement(off, len, type, rw, this::switchTo);
    }

    /**
     * devmap_contextmgt(9E), as the manual page of devmap_unload(9F) shows it for a context of one page. If the owner's
     * translations cannot be taken, nothing has changed (S-384). A context of more pages would unload all of them, (0, 0).
     */
    private synchronized void switchTo(DevmapCookie handle, Context context, long off, long len, AccessType type,
                                       AccessDirection rw) throws FaultException {
        if (owner != context) {
            if (owner != null) {
                owner.handle().unload(off, len);
            }
            show(context.bank());
            owner = context;
        }
        handle.load(off, len, type, rw);
    }

    /** A forked child shares its parent's registers, as it shares any memory that is mapped MAP_SHARED. */
    @Override
    public synchronized Context dup(DevmapCookie handle, Context context, DevmapCookie newHandle) {
        context.bank().handlesChanged(+1);
        return context.on(newHandle);
    }

    /**
     * What remains of a mapping keeps the bank, with a way back to its own handle; if it was the owner, it must fault again
     * to become it. Nothing remains of one page, but a longer window needs no other code.
     */
    @Override
    public synchronized KeptData<Context> unmap(DevmapCookie handle, Context context, long off, long len,
                                                DevmapCookie before, DevmapCookie after) {
        if (owner == context) {
            drop(handle);
            owner = null;
        }
        int remaining = (before == null ? 0 : 1) + (after == null ? 0 : 1);
        if (!context.bank().handlesChanged(remaining - 1)) {
            taken.clear(context.bank().number());
        }
        return new KeptData<>(context.on(before), context.on(after));
    }

    /** The device may be another one when {@link #restore} is called: what the applications' banks hold goes along. */
    synchronized void save() {
        for (int bank = taken.nextSetBit(0); bank >= 0; bank = taken.nextSetBit(bank + 1)) {
            MemorySegment content = MemorySegment.ofArray(new byte[(int) Pages.SIZE]);
            select.put(bank);
            window.repGet(WORD, 0, content, Pages.SIZE / WORD, RegisterHandle.Increment.AUTOINCR);
            saved.put(bank, content);
        }
    }

    /** The owner kept its translations, so the device has to show its bank again. */
    synchronized void restore() {
        saved.forEach((bank, content) -> {
            select.put(bank);
            window.repPut(WORD, 0, content, Pages.SIZE / WORD, RegisterHandle.Increment.AUTOINCR);
        });
        saved.clear();
        if (owner != null) {
            select.put(owner.bank().number());
        }
    }

    @Override
    public void close() {
        window.close();
        control.close();
    }

    private void show(Bank bank) {
        select.put(bank.number());
        if (!bank.isCleared()) {
            byte[] zeros = new byte[(int) Pages.SIZE];
            window.repPut(WORD, 0, MemorySegment.ofArray(zeros), zeros.length / WORD, RegisterHandle.Increment.AUTOINCR);
            bank.setCleared();
        }
    }

    private static void drop(DevmapCookie handle) {
        try {
            handle.unload(0, 0);
        } catch (FaultException e) {
            throw new IllegalStateException("unloading a whole handle cannot fail", e);
        }
    }
}
