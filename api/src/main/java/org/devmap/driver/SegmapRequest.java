package org.devmap.driver;

import org.devmap.Credential;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.MapFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The arguments of segmap(9E), and the functions that complete it. Immutable but for the address that a setup stores: the
 * {@code with} methods answer changed copies that store it in the same place.
 *
 * @see <a href="https://illumos.org/man/9E/segmap">segmap(9E), devmap_setup(9F), ddi_segmap(9F)</a>
 */
@ProviderType
public interface SegmapRequest {

    /**
     * The device number.
     *
     * @return as open(9E) answered it
     */
    Dev dev();

    /**
     * The minor number.
     *
     * @return getminor(dev)
     */
    default int minor() {
        return dev().minor();
    }

    /**
     * The node of the device.
     *
     * @return the device
     */
    DeviceInfo device();

    /**
     * The user offset.
     *
     * @return bytes
     */
    long off();

    /**
     * The address space to map into.
     *
     * @return the caller's
     */
    AddressSpace addressSpace();

    /**
     * The hint, the fixed address, or with MAP_ALIGN the alignment; after a setup the address chosen.
     *
     * @return a user address
     */
    long address();

    /**
     * The length, not rounded.
     *
     * @return bytes, unsigned
     */
    long len();

    /**
     * The protection asked for, with USER.
     *
     * @return the protection
     */
    Protection prot();

    /**
     * The bound for later mprotect calls.
     *
     * @return the protection
     */
    Protection maxprot();

    /**
     * The raw flags of mmap.
     *
     * @return the flags
     */
    MapFlags flags();

    /**
     * Who is mapping.
     *
     * @return the credential
     */
    Credential credential();

    /**
     * ddi_mmap_get_model(9F): the data model of the caller.
     *
     * @return the model
     */
    DataModel model();

    /**
     * The same request at another offset (S-035).
     *
     * @param off user offset in bytes
     * @return a changed copy
     */
    SegmapRequest withOff(long off);

    /**
     * The same request with another length.
     *
     * @param len bytes
     * @return a changed copy
     */
    SegmapRequest withLen(long len);

    /**
     * The same request with other protections (S-034).
     *
     * @param prot the initial protection
     * @param maxprot the bound
     * @return a changed copy
     */
    SegmapRequest withProtection(Protection prot, Protection maxprot);

    /**
     * The same request with other flags.
     *
     * @param flags raw flags
     * @return a changed copy
     */
    SegmapRequest withFlags(MapFlags flags);

    /**
     * devmap_setup(9F): runs the devmap(9E) loop, chooses the address, creates the segment, calls the map callbacks.
     *
     * @throws DdiException the errno table of section 2.3
     */
    void devmapSetup() throws DdiException;

    /**
     * ddi_segmap(9F): sets the mapping up in the old scheme, with mmap(9E).
     *
     * @throws DdiException ENODEV if mmap(9E) is nodev, EINVAL if not MAP_SHARED, ENXIO if a page is refused
     */
    void ddiSegmap() throws DdiException;

    /**
     * ddi_segmap_setup(9F): the old scheme with access attributes.
     *
     * @param attributes the attributes of the translations, null for the default
     * @throws DdiException as {@link #ddiSegmap}, and ENXIO for length 0 (S-036)
     */
    void ddiSegmapSetup(AccessAttributes attributes) throws DdiException;
}
