package org.devmap.examples.edu;

/**
 * The registers of the device by its specification: what driver and applications that map them agree on. Constants
 * only, as in {@link EduIoctl}. Little-endian; below 0x80 they take accesses of 4 bytes, from there on of 4 or 8.
 *
 * @see <a href="https://www.qemu.org/docs/master/specs/edu.html">EDU device</a>
 */
public final class EduRegisters {

    /** Bytes of all registers. */
    public static final long SIZE = 1 << 20;

    /** Read-only: {@link #IDENTITY_VALUE}. */
    public static final long IDENTITY = 0x00;
    /** What {@link #IDENTITY} holds: version 1.0, 0xED. */
    public static final int IDENTITY_VALUE = 0x0100_00ED;
    /** Answers the inverse of what was written. */
    public static final long LIVENESS = 0x04;
    /** Takes a number, and holds its factorial when the device is done. */
    public static final long FACTORIAL = 0x08;
    /** Bit 0: computing. {@link #INTERRUPT_AFTER_FACTORIAL} can be written. */
    public static final long STATUS = 0x20;
    /** In {@link #STATUS}: interrupt with {@link #FACTORIAL_DONE} after a factorial. */
    public static final int INTERRUPT_AFTER_FACTORIAL = 0x80;
    /** Read-only: the reasons of the interrupt, a mask. The line is up until it is 0. */
    public static final long INTERRUPT_STATUS = 0x24;
    /** Write-only: adds reasons. */
    public static final long INTERRUPT_RAISE = 0x60;
    /** Write-only: takes reasons away. */
    public static final long INTERRUPT_ACKNOWLEDGE = 0x64;
    /** Reason: the factorial is there. */
    public static final int FACTORIAL_DONE = 0x001;
    /** Reason: the transfer is done. */
    public static final int TRANSFER_DONE = 0x100;

    /** DMA: where the data are, 8 bytes: an address of memory or of the device's {@link #BUFFER}. */
    public static final long DMA_SOURCE = 0x80;
    /** DMA: where they go, 8 bytes. */
    public static final long DMA_DESTINATION = 0x88;
    /** DMA: how many bytes, 8 bytes. */
    public static final long DMA_COUNT = 0x90;
    /** DMA: starts a transfer, 8 bytes. */
    public static final long DMA_COMMAND = 0x98;
    /** In {@link #DMA_COMMAND}: go. */
    public static final long DMA_START = 0x1;
    /** In {@link #DMA_COMMAND}: from the device to memory, else the other way. */
    public static final long DMA_TO_MEMORY = 0x2;
    /** In {@link #DMA_COMMAND}: interrupt with {@link #TRANSFER_DONE} afterwards. */
    public static final long DMA_INTERRUPT = 0x4;

    /** The device's own buffer as its DMA engine addresses it. No processor reaches it. */
    public static final long BUFFER = 0x4_0000;
    /** Bytes of {@link #BUFFER}. */
    public static final int BUFFER_SIZE = 4096;
    /**
     * The most bytes that one transfer moves: QEMU up to 7.2 takes one that ends with {@link #BUFFER} for one beyond it,
     * and aborts the whole machine.
     */
    public static final int TRANSFER_SIZE = BUFFER_SIZE - 1;

    private EduRegisters() {
    }
}
