package org.devmap.backend.ffm;

import static java.lang.foreign.ValueLayout.ADDRESS;
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
import java.lang.invoke.VarHandle;
import java.util.Map;

/**
 * The memory calls of Linux, one method each: the only class that calls native code, hence the suppressed warning about
 * restricted methods. Whoever makes one has checked that native access is enabled and that this is Linux on x86-64 or
 * aarch64, where the constants below are those of asm-generic; {@link SelfCheck} checks them by their effect, and a test
 * compares them with the headers of the machine.
 *
 * <p>Addresses are longs, lengths and offsets 64 bits wide (size_t, ssize_t and off_t of LP64). A result of -1 becomes a
 * {@link SystemCallFailure} with the errno that the call left, captured before the JVM could change it. Thread-safe.
 */
@SuppressWarnings("restricted")
final class LinuxMemory {

    static final int MAP_SHARED = 0x01;
    static final int MAP_PRIVATE = 0x02;
    static final int MAP_FIXED = 0x10;
    static final int MAP_ANONYMOUS = 0x20;
    static final int PROT_NONE = 0;
    static final int PROT_READ_WRITE = 3;
    static final int MADV_HUGEPAGE = 14;
    static final int MADV_POPULATE_WRITE = 23;
    static final int MFD_CLOEXEC = 0x1;
    static final int MFD_ALLOW_SEALING = 0x2;
    static final int MFD_HUGETLB = 0x4;
    static final int MFD_NOEXEC_SEAL = 0x8;
    /** The binary logarithm of 2 MiB where MFD_HUGETLB expects it. */
    static final int MFD_HUGE_2MB = 21 << 26;
    static final int F_SEAL_SEAL = 0x1;
    static final int F_SEAL_SHRINK = 0x2;
    static final int F_SEAL_GROW = 0x4;
    static final int F_SEAL_FUTURE_WRITE = 0x10;
    static final int SC_PAGESIZE = 30;
    static final int F_ADD_SEALS = 1033;
    static final int F_GET_SEALS = 1034;

    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(PathElement.groupElement("errno"));
    static final StructLayout IOVEC = MemoryLayout.structLayout(ADDRESS.withName("base"), JAVA_LONG.withName("len"));

    private final Linker linker = Linker.nativeLinker();
    private final MethodHandle mmap;
    private final MethodHandle munmap;
    private final MethodHandle mprotect;
    private final MethodHandle madvise;
    private final MethodHandle mlock;
    private final MethodHandle memfdCreate;
    private final MethodHandle fallocate;
    private final MethodHandle fcntl;
    private final MethodHandle close;
    private final MethodHandle readv;
    private final MethodHandle writev;
    private final int pid = Math.toIntExact(ProcessHandle.current().pid());
    private final long pageSize;

    /**
     * Links the calls.
     *
     * @throws UnsupportedOperationException if the C library lacks one or its types have other sizes than those of LP64
     */
    LinuxMemory() {
        requireLp64(linker.canonicalLayouts());
        mmap = link("mmap", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
        munmap = link("munmap", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
        mprotect = link("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        madvise = link("madvise", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
        mlock = link("mlock", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
        memfdCreate = link("memfd_create", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
        fallocate = link("fallocate", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG));
        fcntl = link("fcntl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), Linker.Option.firstVariadicArg(2));
        close = link("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        FunctionDescriptor vector =
                FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
        readv = link("process_vm_readv", vector);
        writev = link("process_vm_writev", vector);
        pageSize = askPageSize();
    }

    private static void requireLp64(Map<String, MemoryLayout> layouts) {
        for (Map.Entry<String, Long> type : Map.of("int", 4L, "long", 8L, "size_t", 8L, "void*", 8L).entrySet()) {
            MemoryLayout layout = layouts.get(type.getKey());
            if (layout == null || layout.byteSize() != type.getValue()) {
                throw new UnsupportedOperationException(
                        "the C type " + type.getKey() + " is " + layout + ", not " + type.getValue() + " bytes as in LP64");
            }
        }
    }

    private MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... variadic) {
        MemorySegment symbol = linker.defaultLookup().find(name)
                .orElseThrow(() -> new UnsupportedOperationException("the C library has no " + name));
        Linker.Option[] options = new Linker.Option[variadic.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(variadic, 0, options, 1, variadic.length);
        return linker.downcallHandle(symbol, descriptor, options);
    }

    private long askPageSize() {
        MethodHandle sysconf = link("sysconf", FunctionDescriptor.of(JAVA_LONG, JAVA_INT));
        long size;
        try (Arena arena = Arena.ofConfined()) {
            size = (long) sysconf.invokeExact(arena.allocate(CAPTURE), SC_PAGESIZE);
        } catch (Throwable unexpected) {
            throw broken("sysconf", unexpected);
        }
        if (size < 4096 || Long.bitCount(size) != 1) {
            throw new UnsupportedOperationException("sysconf(_SC_PAGESIZE) answered " + size + ", not a power of two >= 4096");
        }
        return size;
    }

    /** Bytes of a page of this machine. */
    long pageSize() {
        return pageSize;
    }

    /** The process id as other processes see it in {@code /proc}. */
    int pid() {
        return pid;
    }

    /** Memory at an address of this process, of global lifetime: whoever unmaps it answers for it. */
    MemorySegment segment(long address, long size) {
        return MemorySegment.ofAddress(address).reinterpret(size);
    }

    /** mmap(2). Returns the address. */
    long map(long address, long length, int protection, int flags, int descriptor) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            MemorySegment mapped = invokeMap(capture, address, length, protection, flags, descriptor);
            check(mapped.address() != -1, capture, "mmap of " + length + " bytes");
            return mapped.address();
        }
    }

    private MemorySegment invokeMap(MemorySegment capture, long address, long length, int protection, int flags, int fd) {
        try {
            return (MemorySegment) mmap.invokeExact(
                    capture, MemorySegment.ofAddress(address), length, protection, flags, fd, 0L);
        } catch (Throwable unexpected) {
            throw broken("mmap", unexpected);
        }
    }

    /** munmap(2). */
    void unmap(long address, long length) throws SystemCallFailure {
        callOnRange(munmap, "munmap", address, length);
    }

    /** mlock(2): populates and keeps in memory. */
    void lock(long address, long length) throws SystemCallFailure {
        callOnRange(mlock, "mlock", address, length);
    }

    /** mprotect(2). */
    void protect(long address, long length, int protection) throws SystemCallFailure {
        callOnRange(mprotect, "mprotect", address, length, protection);
    }

    /** madvise(2). */
    void advise(long address, long length, int advice) throws SystemCallFailure {
        callOnRange(madvise, "madvise " + advice, address, length, advice);
    }

    private void callOnRange(MethodHandle call, String name, long address, long length) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            int result;
            try {
                result = (int) call.invokeExact(capture, MemorySegment.ofAddress(address), length);
            } catch (Throwable unexpected) {
                throw broken(name, unexpected);
            }
            check(result != -1, capture, name + " of " + length + " bytes");
        }
    }

    private void callOnRange(MethodHandle call, String name, long address, long length, int argument)
            throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            int result;
            try {
                result = (int) call.invokeExact(capture, MemorySegment.ofAddress(address), length, argument);
            } catch (Throwable unexpected) {
                throw broken(name, unexpected);
            }
            check(result != -1, capture, name + " of " + length + " bytes");
        }
    }

    /** memfd_create(2). Returns the descriptor of an empty file that lives in memory. */
    int createFile(String label, int flags) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            MemorySegment name = arena.allocateFrom(label);
            int descriptor;
            try {
                descriptor = (int) memfdCreate.invokeExact(capture, name, flags);
            } catch (Throwable unexpected) {
                throw broken("memfd_create", unexpected);
            }
            check(descriptor != -1, capture, "memfd_create");
            return descriptor;
        }
    }

    /** fallocate(2), mode 0: gives a file its size and all of its pages. */
    void fillFile(int descriptor, long length) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            int result;
            try {
                result = (int) fallocate.invokeExact(capture, descriptor, 0, 0L, length);
            } catch (Throwable unexpected) {
                throw broken("fallocate", unexpected);
            }
            check(result != -1, capture, "fallocate of " + length + " bytes");
        }
    }

    /** fcntl(2) F_ADD_SEALS. */
    void addSeals(int descriptor, int seals) throws SystemCallFailure {
        control(descriptor, F_ADD_SEALS, seals, "fcntl(F_ADD_SEALS, 0x%x)".formatted(seals));
    }

    /** fcntl(2) F_GET_SEALS. */
    int seals(int descriptor) throws SystemCallFailure {
        return control(descriptor, F_GET_SEALS, 0, "fcntl(F_GET_SEALS)");
    }

    private int control(int descriptor, int command, int argument, String sentence) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            int result;
            try {
                result = (int) fcntl.invokeExact(capture, descriptor, command, argument);
            } catch (Throwable unexpected) {
                throw broken("fcntl", unexpected);
            }
            check(result != -1, capture, sentence);
            return result;
        }
    }

    /** close(2). */
    void closeFile(int descriptor) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            int result;
            try {
                result = (int) close.invokeExact(capture, descriptor);
            } catch (Throwable unexpected) {
                throw broken("close", unexpected);
            }
            check(result != -1, capture, "close of descriptor " + descriptor);
        }
    }

    /** process_vm_readv(2) of this process: copies from an address that need not exist. */
    void read(long address, MemorySegment target) throws SystemCallFailure {
        transfer(readv, "process_vm_readv", address, target);
    }

    /** process_vm_writev(2) of this process: copies to an address that need not exist; page protections are respected. */
    void write(long address, MemorySegment source) throws SystemCallFailure {
        transfer(writev, "process_vm_writev", address, source);
    }

    private void transfer(MethodHandle call, String name, long address, MemorySegment here) throws SystemCallFailure {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment capture = arena.allocate(CAPTURE);
            MemorySegment local = vector(arena, here.address(), here.byteSize());
            MemorySegment remote = vector(arena, address, here.byteSize());
            long moved;
            try {
                moved = (long) call.invokeExact(capture, pid, local, 1L, remote, 1L, 0L);
            } catch (Throwable unexpected) {
                throw broken(name, unexpected);
            }
            String sentence = "%s of %d bytes at 0x%x".formatted(name, here.byteSize(), address);
            check(moved != -1, capture, sentence);
            if (moved != here.byteSize()) {
                throw new SystemCallFailure(sentence + " moved only " + moved + " of them and", LinuxErrno.EFAULT);
            }
        }
    }

    private static MemorySegment vector(Arena arena, long address, long length) {
        MemorySegment vector = arena.allocate(IOVEC);
        vector.set(ADDRESS, 0, MemorySegment.ofAddress(address));
        vector.set(JAVA_LONG, ADDRESS.byteSize(), length);
        return vector;
    }

    private static void check(boolean succeeded, MemorySegment capture, String call) throws SystemCallFailure {
        if (!succeeded) {
            throw new SystemCallFailure(call, (int) ERRNO.get(capture, 0L));
        }
    }

    /** A downcall itself never throws: what it throws all the same is an error of ours or of the JVM. */
    private static Error broken(String call, Throwable unexpected) {
        return unexpected instanceof Error error ? error : new AssertionError("the downcall of " + call + " threw", unexpected);
    }
}
