package org.devmap;

/**
 * Events of poll(2) and chpoll(9E).
 *
 * @param bits POLLIN 1, POLLPRI 2, POLLOUT 4, POLLERR 8, POLLHUP 0x10
 */
public record PollEvents(int bits) {

    /** Nothing happened. */
    public static final PollEvents NONE = new PollEvents(0);
    /** Data can be read, or an interrupt arrived. */
    public static final PollEvents IN = new PollEvents(1);
    /** Priority data. */
    public static final PollEvents PRI = new PollEvents(2);
    /** Data can be written. */
    public static final PollEvents OUT = new PollEvents(4);
    /** An error. */
    public static final PollEvents ERR = new PollEvents(8);
    /** The device is gone. */
    public static final PollEvents HUP = new PollEvents(0x10);

    /**
     * This and those events.
     *
     * @param more the events to add
     * @return the union
     */
    public PollEvents with(PollEvents more) {
        return new PollEvents(bits | more.bits);
    }

    /**
     * The events in both.
     *
     * @param other the other set
     * @return the intersection
     */
    public PollEvents and(PollEvents other) {
        return new PollEvents(bits & other.bits);
    }

    /**
     * Whether there is no event.
     *
     * @return true if no bit is set
     */
    public boolean isEmpty() {
        return bits == 0;
    }
}
