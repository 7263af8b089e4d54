package org.devmap.driver;

import java.util.Objects;
import java.util.OptionalLong;
import org.devmap.Protection;

/**
 * The arguments of SVR5's drv_mmap(D3): map kernel or physical memory into the calling process, normally from an ioctl.
 * Addresses and lengths need no alignment; whole pages are exposed (S-338).
 *
 * @param kernelAddress kernel address of the object (vaddr), or empty for a physical one
 * @param physicalAddress physical address of the object (paddr), used only without a kernel address
 * @param length bytes, greater than 0
 * @param prot initial protection; WRITE and EXEC imply READ (section 2.25)
 * @param maxprot the most that mprotect may ever allow
 * @param fixedAddress user address to map at, replacing what is there (MAP_FIXED), or empty for the framework's choice
 */
public record DrvMmap(OptionalLong kernelAddress, long physicalAddress, long length, Protection prot, Protection maxprot,
                      OptionalLong fixedAddress) {

    /** Refuses null. */
    public DrvMmap {
        Objects.requireNonNull(kernelAddress, "kernelAddress");
        Objects.requireNonNull(prot, "prot");
        Objects.requireNonNull(maxprot, "maxprot");
        Objects.requireNonNull(fixedAddress, "fixedAddress");
    }

    /**
     * Kernel memory, readable and writable.
     *
     * @param vaddr kernel address, see {@link UmemCookie#kernelAddress} and {@link RegisterHandle#kernelAddress}
     * @param length bytes
     * @return the request
     */
    public static DrvMmap kernel(long vaddr, long length) {
        return new DrvMmap(OptionalLong.of(vaddr), 0, length, Protection.READ_WRITE, Protection.READ_WRITE,
                OptionalLong.empty());
    }

    /**
     * Device memory, readable and writable.
     *
     * @param paddr physical address, see {@link DeviceInfo#physicalAddress}
     * @param length bytes
     * @return the request
     */
    public static DrvMmap physical(long paddr, long length) {
        return new DrvMmap(OptionalLong.empty(), paddr, length, Protection.READ_WRITE, Protection.READ_WRITE,
                OptionalLong.empty());
    }

    /**
     * The same with protections.
     *
     * @param newProt initial protection
     * @param newMaxprot bound for mprotect
     * @return a changed copy
     */
    public DrvMmap withProtection(Protection newProt, Protection newMaxprot) {
        return new DrvMmap(kernelAddress, physicalAddress, length, newProt, newMaxprot, fixedAddress);
    }

    /**
     * The same at a fixed user address.
     *
     * @param uvaddr the address; its page offset must be that of the object
     * @return a changed copy
     */
    public DrvMmap at(long uvaddr) {
        return new DrvMmap(kernelAddress, physicalAddress, length, prot, maxprot, OptionalLong.of(uvaddr));
    }
}
