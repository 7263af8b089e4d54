package org.devmap.runtime.translation;

import org.devmap.DdiException;
import org.devmap.Errno;

/**
 * Accesses to registers with behaviour: outside the guard, once each, under the read side of the run's lock (see the package
 * description).
 */
final class ModelAccess {

    private ModelAccess() {
    }

    /** Takes the lock if page and place still permit the access; the operation that follows gives it back. */
    static boolean enter(FrameRun frames, Translation translation, GuardedMemory.Access access) {
        frames.modelAccess().lock();
        if (translation.permitted(access.address(), access.need()) == frames && frames.model() != null) {
            return true;
        }
        frames.modelAccess().unlock();
        return false;
    }

    static long load(FrameRun frames, GuardedMemory.Access access, GuardedMemory memory) {
        try {
            return frames.model().read(inside(frames, access), access.width());
        } catch (DdiException e) {
            throw memory.refused(access, e);
        } catch (RuntimeException e) {
            throw memory.broken(access, e);
        } finally {
            frames.modelAccess().unlock();
        }
    }

    static void store(FrameRun frames, GuardedMemory.Access access, long value, GuardedMemory memory) {
        try {
            frames.model().write(inside(frames, access), access.width(), value & mask(access.width()));
        } catch (DdiException e) {
            throw memory.refused(access, e);
        } catch (RuntimeException e) {
            throw memory.broken(access, e);
        } finally {
            frames.modelAccess().unlock();
        }
    }

    /** A bus without atomic transactions: read, then write, with nobody else updating the same model meanwhile. */
    static long update(FrameRun frames, GuardedMemory.Access access, Update update, long expected, long operand,
                       GuardedMemory memory) {
        int width = access.width();
        try {
            long offset = inside(frames, access);
            synchronized (frames.model()) {
                long before = frames.model().read(offset, width) & mask(width);
                if (update != Update.EXCHANGE) {
                    frames.model().write(offset, width, update.sum(before, operand, width) & mask(width));
                } else if (before == (expected & mask(width))) {
                    frames.model().write(offset, width, operand & mask(width));
                }
                return before;
            }
        } catch (DdiException e) {
            throw memory.refused(access, e);
        } catch (RuntimeException e) {
            throw memory.broken(access, e);
        } finally {
            frames.modelAccess().unlock();
        }
    }

    /** A page may be larger than the registers in it: behind them nobody answers. */
    private static long inside(FrameRun frames, GuardedMemory.Access access) throws DdiException {
        long offset = frames.offset(access.address());
        if (offset < 0 || offset > frames.model().size() - access.width()) {
            throw new DdiException(Errno.EIO, "offset 0x%x lies behind the registers, 0x%x bytes".formatted(offset, frames.model().size()));
        }
        return offset;
    }

    private static long mask(int width) {
        return width == 8 ? -1L : (1L << 8 * width) - 1;
    }
}
