package org.devmap.runtime.memory;

import org.devmap.BusError;
import org.devmap.Errno;
import org.devmap.FaultCode;
import org.devmap.Pages;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.FrameRun;
import org.devmap.runtime.translation.Hat;
import org.devmap.runtime.translation.Residence;
import org.devmap.runtime.translation.TranslatedMemory;
import org.devmap.runtime.translation.Translation;

/**
 * A driver's own view of memory or registers: always loaded, no faults, revoked with the memory. The same access path as an
 * application's.
 */
public final class KernelMemory extends TranslatedMemory {

    private final String name;
    private final Translation translation;

    private KernelMemory(long start, long length, String name, Translation translation) {
        super(start, length);
        this.name = name;
        this.translation = translation;
    }

    /**
     * A view of a range of a source.
     *
     * @param start the address of its first byte, page aligned
     * @param length bytes
     * @param name what it is, for messages
     * @param source what is shown
     * @param offset byte of the source at start, page aligned
     * @param kind how memory is accessed
     * @return the view
     */
    public static KernelMemory of(long start, long length, String name, FrameSource source, long offset, AccessKind kind) {
        int pages = Math.toIntExact(Pages.btopr(length));
        Translation translation = new Translation(start, pages);
        source.shownBy(translation);
        if (source.isContiguous()) {
            translation.load(0, pages, Hat.READ | Hat.WRITE, source.frames(offset, start, kind));
        } else {
            for (int page = 0; page < pages; page++) {
                long at = Pages.ptob(page);
                FrameRun frame = source.frames(offset + at, start + at, kind);
                translation.loadPage(page, Hat.READ | Hat.WRITE, frame);
            }
        }
        return new KernelMemory(start, length, name, translation);
    }

    /**
     * Ends the view: every later access fails.
     *
     * @param source what it shows
     */
    public void close(FrameSource source) {
        translation.unloadAll();
        source.forget(translation);
    }

    @Override
    protected Translation reach(Access access) {
        if (translation.permits(access.address(), access.need())) {
            return translation;
        }
        throw new BusError(FaultCode.makeErr(Errno.EFAULT), access.address(), describe(access) + ": the memory is gone", null);
    }

    /** Nobody sends a driver a signal: an interrupt meant for somebody else must not fail its access. */
    @Override
    protected void awaitSettled(Residence residence, long at, Access access) {
        residence.awaitSettledUninterruptibly(at);
    }

    @Override
    protected String describe(Access access) {
        return "%s(0x%x) on %s".formatted(access.operation(), access.offset(), name);
    }

    @Override
    protected TranslatedMemory part(long address, long bytes) {
        return new KernelMemory(address, bytes, name, translation);
    }
}
