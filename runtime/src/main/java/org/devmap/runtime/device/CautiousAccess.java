package org.devmap.runtime.device;

import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MemoryFault;
import org.devmap.Pages;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.KernelMemory;

/** ddi_peek(9F) and ddi_poke(9F): accesses to kernel addresses that may be bad. */
record CautiousAccess(AddressMap kernelAddresses) {

    long peek(int width, long address) throws DdiException {
        return access(width, address, memory -> switch (width) {
            case 1 -> memory.getByte(address & Pages.SIZE - 1) & 0xFFL;
            case 2 -> memory.getShort(address & Pages.SIZE - 1) & 0xFFFFL;
            case 4 -> memory.getInt(address & Pages.SIZE - 1) & 0xFFFF_FFFFL;
            default -> memory.getLong(address & Pages.SIZE - 1);
        });
    }

    void poke(int width, long address, long value) throws DdiException {
        access(width, address, memory -> {
            switch (width) {
                case 1 -> memory.setByte(address & Pages.SIZE - 1, (byte) value);
                case 2 -> memory.setShort(address & Pages.SIZE - 1, (short) value);
                case 4 -> memory.setInt(address & Pages.SIZE - 1, (int) value);
                default -> memory.setLong(address & Pages.SIZE - 1, value);
            }
            return value;
        });
    }

    private interface Step {
        long on(KernelMemory page);
    }

    private long access(int width, long address, Step step) throws DdiException {
        if (width != 1 && width != 2 && width != 4 && width != 8) {
            throw new DdiException(Errno.DDI_FAILURE, "width " + width + " must be 1, 2, 4 or 8");
        }
        if ((address & width - 1) != 0) {
            throw new DdiException(Errno.DDI_FAILURE, "0x%x must be a multiple of %d".formatted(address, width));
        }
        AddressMap.Range range = kernelAddresses.find(address, width).orElseThrow(
                () -> new DdiException(Errno.DDI_FAILURE, "0x%x is no kernel address".formatted(address)));
        long start = Pages.roundDown(address);
        KernelMemory page = KernelMemory.of(start, Pages.SIZE, "kernel address 0x%x".formatted(start), range.source(),
                range.sourceOffset() + (start - range.start()), range.kind());
        try {
            return step.on(page);
        } catch (MemoryFault e) {
            throw new DdiException(Errno.DDI_FAILURE, "0x%x cannot be accessed".formatted(address), e);
        } finally {
            page.close(range.source());
        }
    }
}
