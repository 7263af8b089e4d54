package org.devmap.runtime.translation;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.backend.RegisterModel;

/**
 * Accesses to registers with behaviour: outside the guard, once each, under the read side of the run's lock (see the package
 * description).
 */
final class ModelAccess {

    private ModelAccess() {
    }

    /**
     * Takes the lock if page and place still permit the access; the operation that follows gives it back. The answer is the model for
     * that operation: another place may be declared meanwhile, but whoever does so waits for the lock before it lets go of the model.
     * Null, without the lock, if no model answers now.
     */
    static RegisterModel enter(FrameRun frames, Translation translation, GuardedMemory.Access access) {
        if (frames.model() == null) {
            return null;
        }
        frames.modelAccess().lock();
        RegisterModel model = translation.permitted(access.address(), access.need()) == frames ? frames.model() : null;
        if (model == null) {
            frames.modelAccess().unlock();
        }
        return model;
    }

    static long load(FrameRun frames, RegisterModel model, GuardedMemory.Access access, GuardedMemory memory) {
        try {
            return model.read(inside(frames, model, access), access.width());
        } catch (DdiException e) {
            throw memory.refused(access, e);
        } catch (RuntimeException e) {
            throw memory.broken(access, e);
        } finally {
            frames.modelAccess().unlock();
        }
    }

    static void store(FrameRun frames, RegisterModel model, GuardedMemory.Access access, long value, GuardedMemory memory) {
        try {
            model.write(inside(frames, model, access), access.width(), value & mask(access.width()));
        } catch (DdiException e) {
            throw memory.refused(access, e);
        } catch (RuntimeException e) {
            throw memory.broken(access, e);
        } finally {
            frames.modelAccess().unlock();
        }
    }

    /** A bus without atomic transactions: read, then write, with nobody else updating the same model meanwhile. */
    static long update(FrameRun frames, RegisterModel model, GuardedMemory.Access access, Update update, long expected,
                       long operand, GuardedMemory memory) {
        int width = access.width();
        try {
            long offset = inside(frames, model, access);
            synchronized (model) {
                long before = model.read(offset, width) & mask(width);
                if (update != Update.EXCHANGE) {
                    model.write(offset, width, update.sum(before, operand, width) & mask(width));
                } else if (before == (expected & mask(width))) {
                    model.write(offset, width, operand & mask(width));
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
    private static long inside(FrameRun frames, RegisterModel model, GuardedMemory.Access access) throws DdiException {
        long offset = frames.offset(access.address());
        if (offset < 0 || offset > model.size() - access.width()) {
            throw new DdiException(Errno.EIO, "offset 0x%x lies behind the registers, 0x%x bytes".formatted(offset, model.size()));
        }
        return offset;
    }

    private static long mask(int width) {
        return width == 8 ? -1L : (1L << 8 * width) - 1;
    }
}
