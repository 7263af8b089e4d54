package org.devmap;

/**
 * A device number (dev_t): the major number selects the driver, the minor is private to it.
 *
 * @param major number of the driver, assigned by the framework
 * @param minor number the driver decodes into instance or channel
 * @see <a href="https://illumos.org/man/9F/getminor">getmajor(9F), getminor(9F), makedevice(9F)</a>
 */
public record Dev(int major, int minor) {

    /**
     * The same driver, another minor: what a clone-style open(9E) answers.
     *
     * @param newMinor the minor number
     * @return the device number
     */
    public Dev withMinor(int newMinor) {
        return new Dev(major, newMinor);
    }

    @Override
    public String toString() {
        return major + "," + minor;
    }
}
