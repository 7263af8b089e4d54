package org.devmap.driver;

import org.devmap.DdiException;
import org.devmap.RegisterDescription;
import org.osgi.annotation.versioning.ProviderType;

/** One register of a device, found by name. Thread-safe as the device is. */
@ProviderType
public interface NamedRegister {

    /**
     * What the device says of it.
     *
     * @return offset, width, access, side effects, fields
     */
    RegisterDescription description();

    /**
     * Reads the register: one access of its width.
     *
     * @return the value, unsigned
     */
    long get();

    /**
     * Writes the register: one access of its width.
     *
     * @param value the value; bits above the width are ignored
     */
    void put(long value);

    /**
     * Reads the register and takes one field out.
     *
     * @param field the name of the field
     * @return its value, shifted to bit 0
     * @throws DdiException EINVAL if there is no such field
     */
    long getField(String field) throws DdiException;
}
