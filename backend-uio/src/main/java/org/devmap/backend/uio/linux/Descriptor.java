package org.devmap.backend.uio.linux;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * An open file. Thread-safe: after close its number may be somebody else's, so that close waits for the calls under way
 * and every later one fails as one on a device that is gone. No call that waits for the device may be made through it:
 * such a caller uses {@link #number} and makes sure by itself that nobody closes.
 */
public final class Descriptor implements AutoCloseable {

    private final LinuxCalls linux;
    private final String path;
    private final int number;
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private boolean closed;

    private Descriptor(LinuxCalls linux, String path, int number) {
        this.linux = linux;
        this.path = path;
        this.number = number;
    }

    /**
     * Opens a file.
     *
     * @param linux the calls
     * @param path the file
     * @param flags O_...
     * @return the open file
     * @throws SystemCallFailure as the kernel says
     */
    public static Descriptor open(LinuxCalls linux, String path, int flags) throws SystemCallFailure {
        return new Descriptor(linux, path, linux.open(path, flags));
    }

    /**
     * Takes over what is open.
     *
     * @param linux the calls
     * @param name for people
     * @param number the descriptor
     * @return the open file
     */
    public static Descriptor of(LinuxCalls linux, String name, int number) {
        return new Descriptor(linux, name, number);
    }

    /**
     * The number, for calls that wait.
     *
     * @return the descriptor
     */
    public int number() {
        return number;
    }

    /**
     * The file.
     *
     * @return its path
     */
    public String path() {
        return path;
    }

    /** A call that uses the number. */
    private interface Use {

        long call() throws SystemCallFailure;
    }

    private long use(Use call) throws SystemCallFailure {
        use.readLock().lock();
        try {
            if (closed) {
                throw new SystemCallFailure("access", LinuxErrno.EIO);
            }
            return call.call();
        } catch (SystemCallFailure failure) {
            throw failure.of(path);
        } finally {
            use.readLock().unlock();
        }
    }

    /**
     * mmap(2), shared, to read and to write, present at once where it is memory.
     *
     * @param length bytes
     * @param offset bytes into the file
     * @return the address
     * @throws SystemCallFailure as the kernel says
     */
    public long map(long length, long offset) throws SystemCallFailure {
        return use(() -> linux.map(0, length, LinuxCalls.MAP_SHARED | LinuxCalls.MAP_POPULATE, number, offset));
    }

    /**
     * pread(2).
     *
     * @param target where to, all of it
     * @param offset bytes into the file
     * @return bytes read
     * @throws SystemCallFailure as the kernel says
     */
    public long read(MemorySegment target, long offset) throws SystemCallFailure {
        return use(() -> linux.read(number, target, offset));
    }

    /**
     * pwrite(2).
     *
     * @param source what, all of it
     * @param offset bytes into the file
     * @return bytes written
     * @throws SystemCallFailure as the kernel says
     */
    public long write(MemorySegment source, long offset) throws SystemCallFailure {
        return use(() -> linux.write(number, source, offset));
    }

    /**
     * write(2).
     *
     * @param source what, all of it
     * @return bytes written
     * @throws SystemCallFailure as the kernel says
     */
    public long write(MemorySegment source) throws SystemCallFailure {
        return use(() -> linux.write(number, source));
    }

    /** Closes it; twice is harmless. The kernel releases the number whatever it answers. */
    @Override
    public void close() {
        use.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                linux.close(number);
            }
        } catch (SystemCallFailure alsoClosed) {
            System.getLogger("org.devmap.backend.uio").log(System.Logger.Level.DEBUG, alsoClosed.getMessage());
        } finally {
            use.writeLock().unlock();
        }
    }
}
