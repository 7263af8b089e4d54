package org.devmap.driver;

import java.lang.foreign.MemorySegment;
import org.devmap.Credential;
import org.devmap.DataModel;
import org.devmap.DdiException;
import org.devmap.Dev;
import org.devmap.OpenFlags;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A command of an application with its argument, which lies in the application's memory and is copied in and out.
 *
 * @see <a href="https://illumos.org/man/9F/ddi_copyin">ddi_copyin(9F), ddi_copyout(9F)</a>
 */
@ProviderType
public interface IoctlRequest {

    /**
     * The device.
     *
     * @return the device number, as open(9E) answered it
     */
    Dev dev();

    /**
     * The node of the device.
     *
     * @return the device
     */
    DeviceInfo device();

    /**
     * The command.
     *
     * @return whatever caller and driver agreed on
     */
    int command();

    /**
     * How the file was opened.
     *
     * @return the flags
     */
    OpenFlags mode();

    /**
     * The data model of the caller.
     *
     * @return the model
     */
    DataModel model();

    /**
     * Who is calling.
     *
     * @return the credential
     */
    Credential credential();

    /**
     * Size of the argument.
     *
     * @return bytes, 0 if there is none
     */
    long argumentLength();

    /**
     * ddi_copyin: copies from the argument.
     *
     * @param offset bytes from the start of the argument
     * @param target filled completely
     * @throws DdiException EFAULT if the argument is shorter than that
     */
    void copyin(long offset, MemorySegment target) throws DdiException;

    /**
     * ddi_copyout: copies to the argument.
     *
     * @param source copied completely
     * @param offset bytes from the start of the argument
     * @throws DdiException EFAULT if the argument is shorter than that, or read-only
     */
    void copyout(MemorySegment source, long offset) throws DdiException;
}
