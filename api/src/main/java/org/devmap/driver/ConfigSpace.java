package org.devmap.driver;

import org.devmap.DdiException;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Configuration space of a device (pci_config_get and pci_config_put). Little-endian, whatever the host. Thread-safe.
 *
 * @see <a href="https://illumos.org/man/9F/pci_config_get32">pci_config_get32(9F)</a>
 */
@ProviderType
public interface ConfigSpace {

    /**
     * Size of the space.
     *
     * @return bytes, 256 or 4096 for PCI
     */
    long size();

    /**
     * Reads.
     *
     * @param offset bytes, naturally aligned
     * @param width 1, 2 or 4 bytes
     * @return the value, unsigned
     * @throws DdiException EINVAL for an offset or width outside these, EIO if the device does not answer
     */
    long get(long offset, int width) throws DdiException;

    /**
     * Writes, with exactly this width.
     *
     * @param offset bytes, naturally aligned
     * @param width 1, 2 or 4 bytes
     * @param value the value, upper bits ignored
     * @throws DdiException EINVAL for an offset or width outside these, EACCES if it may not be written, EIO
     */
    void put(long offset, int width, long value) throws DdiException;
}
