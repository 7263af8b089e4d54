package org.devmap.backend.uio.dma;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.IoDirection;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.uio.pci.ConfigSpaceFile;

/**
 * The way of a PCI function to huge pages, by their physical addresses. UIO offers none: the kernel may move any memory
 * at any time, even if it is locked, but it leaves huge pages where they are as long as nobody asks for the opposite.
 * Everything else is ENOTSUP. Thread-safe.
 *
 * <p>The function may master the bus for as long as anything is bound. Nothing stands between it and all memory of the
 * machine.
 */
public final class HugePageDma implements DmaEngine {

    private static final String WAY_OUT = "; UIO has no other way, VFIO has";

    private final String device;
    private final Optional<ConfigSpaceFile> configSpace;
    private final Optional<Path> function;
    private final ProcessMemory memory;
    private final String architecture;
    private int bound;
    private boolean wasMaster;

    /**
     * The way of a device.
     *
     * @param device its name
     * @param function the folder of its PCI function; empty if it is none
     * @param configSpace the function's configuration space
     * @param memory of this process
     * @param architecture as in the system property os.arch
     */
    public HugePageDma(String device, Optional<Path> function, Optional<ConfigSpaceFile> configSpace,
                       ProcessMemory memory, String architecture) {
        this.device = device;
        this.function = function;
        this.configSpace = configSpace;
        this.memory = memory;
        this.architecture = architecture;
    }

    @Override
    public Bound bind(BackendMemory backing, long off, long len, IoDirection direction) throws DdiException {
        ConfigSpaceFile command = requireBus();
        HugeRange range = new HugeRange(backing.segment().asSlice(off, len).address(), len);
        try {
            range.address();
        } catch (IOException unknown) {
            throw refusal("the kernel does not say where memory lies (" + unknown + ")");
        }
        begin(command);
        return range;
    }

    /** What must be so for physical addresses to be those of the bus, and for caches to play no part. */
    private ConfigSpaceFile requireBus() throws DdiException {
        if (function.isEmpty() || configSpace.isEmpty()) {
            throw refusal("it is not known to be a PCI device, so nothing is known of its way to memory");
        }
        if (!architecture.equals("amd64")) {
            throw refusal("on " + architecture + " its way to memory need not pass the caches");
        }
        try {
            String translation = Files.readString(function.get().resolve("iommu_group").resolve("type")).strip();
            if (!translation.equals("identity")) {
                throw refusal("an IOMMU (" + translation + ") stands between it and memory");
            }
        } catch (NoSuchFileException noIommu) {
            return configSpace.get();
        } catch (IOException unknown) {
            throw refusal("nobody knows whether an IOMMU stands between it and memory (" + unknown + ")");
        }
        return configSpace.get();
    }

    private DdiException refusal(String why) {
        return new DdiException(Errno.ENOTSUP, device + " cannot reach memory by itself: " + why + WAY_OUT);
    }

    private synchronized void begin(ConfigSpaceFile command) throws DdiException {
        if (bound == 0) {
            wasMaster = command.setBusMaster(true);
        }
        bound++;
    }

    private synchronized void end() {
        bound--;
        if (bound > 0 || wasMaster) {
            return;
        }
        try {
            configSpace.orElseThrow().setBusMaster(false);
        } catch (DdiException gone) {
            System.getLogger("org.devmap.backend.uio").log(System.Logger.Level.DEBUG, gone.getMessage());
        }
    }

    /** A range that is bound. */
    private final class HugeRange implements Bound {

        private final long start;
        private final long length;

        private HugeRange(long start, long length) {
            this.start = start;
            this.length = length;
        }

        /** Where it lies now, in one piece. */
        private long address() throws DdiException, IOException {
            ProcessMemory.Area area = memory.area(start).filter(ProcessMemory.Area::isHuge)
                    .filter(huge -> length <= huge.end() - start)
                    .orElseThrow(() -> refusal("the kernel may move this memory; ask for huge pages"
                            + " (UmemRequest.huge(), and sysctl vm.nr_hugepages)"));
            OptionalLong first = memory.physical(start);
            if (first.isEmpty()) {
                throw refusal("this process may not know where memory lies; it needs CAP_SYS_ADMIN");
            }
            long page = area.pageSize();
            for (long next = (start & -page) + page; next < start + length; next += page) {
                if (!memory.physical(next).equals(OptionalLong.of(first.getAsLong() + next - start))) {
                    throw refusal("the %d bytes lie in several pieces; a page of %d bytes is one"
                            .formatted(length, page));
                }
            }
            return first.getAsLong();
        }

        /**
         * Asked of the kernel each time, so that a driver which asks before each start is right even if pages were
         * moved.
         */
        @Override
        public long deviceAddress() {
            try {
                return address();
            } catch (DdiException | IOException failure) {
                throw new IllegalStateException("memory that " + device + " is to reach has gone: "
                        + failure.getMessage(), failure);
            }
        }

        /** On this architecture devices see what processors see. */
        @Override
        public void sync(long off, long len, IoDirection direction) {
            VarHandle.fullFence();
        }

        @Override
        public void unbind() {
            end();
        }
    }
}
