package org.devmap.backend.uio.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The calls of Linux that UIO needs, one method each: the only class that calls native code, hence the suppressed
 * warning about restricted methods. Whoever makes one has checked that native access is enabled and that this is Linux
 * on x86-64 or aarch64, where the constants below are those of asm-generic; a test compares them with the headers of
 * the machine.
 *
 * <p>Every call is linked with its C types and then widened to six longs, so that one method can make it: what an
 * argument is too many is dropped, what is an int in C is narrowed. Pointers are passed as longs, which LP64 passes
 * alike. A result of -1 becomes a {@link SystemCallFailure} with the errno that the call left, captured before the JVM
 * could change it. Thread-safe.
 */
@SuppressWarnings("restricted")
public final class LinuxCalls {

    /** Open to read and write. */
    public static final int O_RDWR = 2;
    /** Open to read. */
    public static final int O_RDONLY = 0;
    /** Not inherited by programs that are started. */
    public static final int O_CLOEXEC = 0x80000;
    /** Fail with EAGAIN rather than wait. */
    public static final int O_NONBLOCK = 0x800;
    /** To read and to write. */
    public static final int PROT_READ_WRITE = 3;
    /** A mapping whose stores reach what is mapped. */
    public static final int MAP_SHARED = 0x01;
    /** A mapping of one's own. */
    public static final int MAP_PRIVATE = 0x02;
    /** At this address, in place of what is there. */
    public static final int MAP_FIXED = 0x10;
    /** Memory of no file. */
    public static final int MAP_ANONYMOUS = 0x20;
    /** Reserve nothing. */
    public static final int MAP_NORESERVE = 0x4000;
    /** Make the pages present; skips registers. */
    public static final int MAP_POPULATE = 0x8000;
    /** poll: there is something to read. */
    public static final int POLLIN = 0x1;
    /** poll: an error. */
    public static final int POLLERR = 0x8;
    /** poll: the other side is gone. */
    public static final int POLLHUP = 0x10;
    /** poll: no such descriptor. */
    public static final int POLLNVAL = 0x20;
    /** eventfd: not inherited. */
    public static final int EFD_CLOEXEC = O_CLOEXEC;
    /** sysconf: bytes of a page. */
    public static final int SC_PAGESIZE = 30;

    private static final int WIDEST = 6;
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(PathElement.groupElement("errno"));

    private final Linker linker = Linker.nativeLinker();
    private final MethodHandle open = link("open", 2, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT));
    private final MethodHandle close = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private final MethodHandle mmap = link("mmap",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    private final MethodHandle munmap = link("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final MethodHandle read = link("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final MethodHandle write = link("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG));
    private final MethodHandle pread =
            link("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private final MethodHandle pwrite =
            link("pwrite", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG));
    private final MethodHandle poll = link("poll", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private final MethodHandle eventfd = link("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private final long pageSize;

    /**
     * Links the calls, and tries one that must fail, so that errno is known to arrive and everything that a later
     * release needs is loaded.
     *
     * @throws UnsupportedOperationException if the C library lacks one, or this is not LP64
     */
    public LinuxCalls() {
        requireLp64(linker.canonicalLayouts());
        try {
            pageSize = call(link("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT)), "sysconf", SC_PAGESIZE);
            requireErrno();
        } catch (SystemCallFailure failure) {
            throw new UnsupportedOperationException(failure.getMessage(), failure);
        }
        if (pageSize < 4096 || Long.bitCount(pageSize) != 1) {
            throw new UnsupportedOperationException("sysconf(_SC_PAGESIZE) answered " + pageSize
                    + ", not a power of two >= 4096");
        }
    }

    private static void requireLp64(Map<String, MemoryLayout> layouts) {
        for (Map.Entry<String, Long> type : Map.of("int", 4L, "long", 8L, "size_t", 8L, "void*", 8L).entrySet()) {
            MemoryLayout layout = layouts.get(type.getKey());
            if (layout == null || layout.byteSize() != type.getValue()) {
                throw new UnsupportedOperationException(
                        "the C type " + type.getKey() + " is " + layout + ", not " + type.getValue()
                        + " bytes as in LP64");
            }
        }
    }

    /** Address 1 is no page boundary, whatever the page size. */
    private void requireErrno() throws SystemCallFailure {
        try {
            unmap(1, pageSize);
        } catch (SystemCallFailure expected) {
            if (expected.errno() != LinuxErrno.EINVAL) {
                throw expected;
            }
            return;
        }
        throw new UnsupportedOperationException("munmap at 1 succeeded");
    }

    private MethodHandle link(String name, FunctionDescriptor descriptor) {
        return link(name, descriptor.argumentLayouts().size(), descriptor);
    }

    private MethodHandle link(String name, int fixedArguments, FunctionDescriptor descriptor) {
        MemorySegment symbol = linker.defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
        int arguments = descriptor.argumentLayouts().size();
        Linker.Option errno = Linker.Option.captureCallState("errno");
        MethodHandle exact = fixedArguments == arguments ? linker.downcallHandle(symbol, descriptor, errno)
                : linker.downcallHandle(symbol, descriptor, errno, Linker.Option.firstVariadicArg(fixedArguments));
        MethodType wide = MethodType.methodType(long.class, longs(arguments))
                .insertParameterTypes(0, MemorySegment.class);
        return MethodHandles.dropArguments(MethodHandles.explicitCastArguments(exact, wide), arguments + 1,
                longs(WIDEST - arguments));
    }

    private static Class<?>[] longs(int count) {
        return Stream.generate(() -> long.class).limit(count).toArray(Class<?>[]::new);
    }

    private static long call(MethodHandle function, String sentence, long... given) throws SystemCallFailure {
        long[] all = new long[WIDEST];
        System.arraycopy(given, 0, all, 0, given.length);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            long result;
            try {
                result = (long) function.invokeExact(capture, all[0], all[1], all[2], all[3], all[4], all[5]);
            } catch (Throwable unexpected) {
                throw unexpected instanceof Error error ? error
                        : new AssertionError("the downcall of " + sentence + " threw", unexpected);
            }
            if (result == -1) {
                throw new SystemCallFailure(sentence, (int) ERRNO.get(capture, 0L));
            }
            return result;
        }
    }

    /**
     * Bytes of a page of this machine.
     *
     * @return a power of two
     */
    public long pageSize() {
        return pageSize;
    }

    /**
     * open(2) of what exists, O_CLOEXEC always.
     *
     * @param path the file
     * @param flags O_...
     * @return the descriptor
     * @throws SystemCallFailure as the kernel says
     */
    public int open(String path, int flags) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            return (int) call(open, "open of " + path, arena.allocateFrom(path).address(), flags | O_CLOEXEC, 0);
        }
    }

    /**
     * close(2).
     *
     * @param descriptor which
     * @throws SystemCallFailure as the kernel says; it is closed all the same
     */
    public void close(int descriptor) throws SystemCallFailure {
        call(close, "close of descriptor " + descriptor, descriptor);
    }

    /**
     * mmap(2), to read and to write.
     *
     * @param address 0, or where with MAP_FIXED
     * @param length bytes
     * @param flags MAP_...
     * @param descriptor of what, -1 for nothing
     * @param offset bytes into the file
     * @return the address
     * @throws SystemCallFailure as the kernel says
     */
    public long map(long address, long length, int flags, int descriptor, long offset) throws SystemCallFailure {
        return call(mmap, "mmap of 0x%x bytes at offset 0x%x".formatted(length, offset), address, length,
                PROT_READ_WRITE, flags, descriptor, offset);
    }

    /**
     * munmap(2).
     *
     * @param address first
     * @param length bytes
     * @throws SystemCallFailure as the kernel says
     */
    public void unmap(long address, long length) throws SystemCallFailure {
        call(munmap, "munmap of 0x%x bytes".formatted(length), address, length);
    }

    /**
     * Memory at an address of this process, of global lifetime: whoever unmaps it answers for it.
     *
     * @param address first
     * @param size bytes
     * @return the memory
     */
    public MemorySegment segment(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /**
     * read(2).
     *
     * @param descriptor from where
     * @param target where to, all of it
     * @return bytes read
     * @throws SystemCallFailure as the kernel says
     */
    public long read(int descriptor, MemorySegment target) throws SystemCallFailure {
        return call(read, "read of " + target.byteSize() + " bytes", descriptor, target.address(), target.byteSize());
    }

    /**
     * write(2).
     *
     * @param descriptor where to
     * @param source what, all of it
     * @return bytes written
     * @throws SystemCallFailure as the kernel says
     */
    public long write(int descriptor, MemorySegment source) throws SystemCallFailure {
        return call(write, "write of " + source.byteSize() + " bytes", descriptor, source.address(), source.byteSize());
    }

    /**
     * pread(2).
     *
     * @param descriptor from where
     * @param target where to, all of it
     * @param offset bytes into the file
     * @return bytes read
     * @throws SystemCallFailure as the kernel says
     */
    public long read(int descriptor, MemorySegment target, long offset) throws SystemCallFailure {
        return call(pread, "pread of %d bytes at 0x%x".formatted(target.byteSize(), offset), descriptor,
                target.address(), target.byteSize(), offset);
    }

    /**
     * pwrite(2).
     *
     * @param descriptor where to
     * @param source what, all of it
     * @param offset bytes into the file
     * @return bytes written
     * @throws SystemCallFailure as the kernel says
     */
    public long write(int descriptor, MemorySegment source, long offset) throws SystemCallFailure {
        return call(pwrite, "pwrite of %d bytes at 0x%x".formatted(source.byteSize(), offset), descriptor,
                source.address(), source.byteSize(), offset);
    }

    /**
     * poll(2).
     *
     * @param descriptors an array of struct pollfd
     * @param count how many
     * @param timeoutMillis 0 to look, -1 to wait
     * @return how many have something to say
     * @throws SystemCallFailure as the kernel says
     */
    public int poll(MemorySegment descriptors, int count, int timeoutMillis) throws SystemCallFailure {
        return (int) call(poll, "poll", descriptors.address(), count, timeoutMillis);
    }

    /**
     * eventfd(2), at 0.
     *
     * @return the descriptor
     * @throws SystemCallFailure as the kernel says
     */
    public int eventfd() throws SystemCallFailure {
        return (int) call(eventfd, "eventfd", 0, EFD_CLOEXEC);
    }
}
