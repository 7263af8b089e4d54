package org.devmap.runtime.device;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.MemoryAccess;
import org.devmap.Pages;
import org.devmap.Panic;
import org.devmap.RegisterDescription;
import org.devmap.backend.RegisterSet;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.Endian;
import org.devmap.driver.NamedRegister;
import org.devmap.driver.RegisterHandle;
import org.devmap.runtime.memory.AddressMap;
import org.devmap.runtime.memory.FrameSource;
import org.devmap.runtime.memory.KernelMemory;
import org.devmap.runtime.translation.AccessKind;
import org.devmap.runtime.translation.HostData;

/**
 * Registers mapped by a driver (ddi_regs_map_setup(9F)) or a tool: exact accesses in the byte order of the attributes.
 */
public final class MappedRegisters implements RegisterHandle, Belongings.Belonging {

    private final String name;
    private final List<RegisterDescription> described;
    private final long off;
    private final long length;
    private final boolean swapped;
    private final FrameSource source;
    private final KernelMemory pages;
    private final MemoryAccess memory;
    private final AddressMap addresses;
    private final AddressMap.Range range;
    private final long phase;
    private final Consumer<MappedRegisters> ended;

    private MappedRegisters(String name, RegisterSet set, FrameSource source, long off, long length, AccessAttributes attributes,
                            AddressMap addresses, Consumer<MappedRegisters> ended) {
        this.name = name;
        this.ended = ended;
        this.described = set.registers();
        this.off = off;
        this.length = length;
        this.source = source;
        this.addresses = addresses;
        this.phase = off & Pages.SIZE - 1;
        boolean littleHost = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        this.swapped = attributes.endian() == (littleHost ? Endian.BIG : Endian.LITTLE);
        AccessKind kind = AccessKind.of(attributes.ordering(), set.isRegisters());
        this.range = addresses.assign(phase + length, source, off - phase, kind);
        this.pages = KernelMemory.of(range.start(), phase + length, name, source, off - phase, kind);
        this.memory = pages.view(phase, length);
    }

    /**
     * Maps a range of a set.
     *
     * @param node the device
     * @param addresses where kernel addresses come from
     * @param rnumber number of the set
     * @param off bytes into it
     * @param len bytes, 0 for the rest
     * @param given byte order and ordering, null for the default
     * @return the registers
     * @throws DdiException DDI_ME_RNUMBER_RANGE, DDI_FAILURE
     */
    public static MappedRegisters map(Node node, AddressMap addresses, int rnumber, long off, long len, AccessAttributes given)
            throws DdiException {
        return map(node, addresses, rnumber, off, len, given, handle -> { });
    }

    /** The same for a driver; somebody hears when it ends them. */
    static MappedRegisters map(Node node, AddressMap addresses, int rnumber, long off, long len, AccessAttributes given,
                               Consumer<MappedRegisters> ended) throws DdiException {
        RegisterSet set = node.registers().get(rnumber);
        long length;
        try {
            length = node.registers().check(rnumber, off, len);
        } catch (DdiException e) {
            throw new DdiException(Errno.DDI_FAILURE, "registers cannot be mapped", e);
        }
        AccessAttributes attributes = given == null ? AccessAttributes.DEFAULT : given;
        return new MappedRegisters("register set " + set.name() + " of " + node.name(), set, node.registers().source(rnumber), off, length,
                attributes, addresses, ended);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public long kernelAddress() {
        return range.start() + phase;
    }

    @Override
    public byte get8(long offset) {
        return memory.getByte(checked(offset, 1));
    }

    @Override
    public short get16(long offset) {
        short raw = memory.getShort(checked(offset, 2));
        return swapped ? Short.reverseBytes(raw) : raw;
    }

    @Override
    public int get32(long offset) {
        int raw = memory.getInt(checked(offset, 4));
        return swapped ? Integer.reverseBytes(raw) : raw;
    }

    @Override
    public long get64(long offset) {
        long raw = memory.getLong(checked(offset, 8));
        return swapped ? Long.reverseBytes(raw) : raw;
    }

    @Override
    public void put8(long offset, byte value) {
        memory.setByte(checked(offset, 1), value);
    }

    @Override
    public void put16(long offset, short value) {
        memory.setShort(checked(offset, 2), swapped ? Short.reverseBytes(value) : value);
    }

    @Override
    public void put32(long offset, int value) {
        memory.setInt(checked(offset, 4), swapped ? Integer.reverseBytes(value) : value);
    }

    @Override
    public void put64(long offset, long value) {
        memory.setLong(checked(offset, 8), swapped ? Long.reverseBytes(value) : value);
    }

    @Override
    public void repGet(int width, long offset, MemorySegment target, long count, Increment increment) {
        for (long i = 0; i < count; i++) {
            HostData.store(target, i * width, width, get(width, offset + (increment == Increment.AUTOINCR ? i * width : 0)));
        }
    }

    @Override
    public void repPut(int width, long offset, MemorySegment source1, long count, Increment increment) {
        for (long i = 0; i < count; i++) {
            put(width, offset + (increment == Increment.AUTOINCR ? i * width : 0), HostData.load(source1, i * width, width));
        }
    }

    /** One read of a width, unsigned. */
    long get(int width, long offset) {
        return switch (width) {
            case 1 -> get8(offset) & 0xFFL;
            case 2 -> get16(offset) & 0xFFFFL;
            case 4 -> get32(offset) & 0xFFFF_FFFFL;
            case 8 -> get64(offset);
            default -> throw badWidth(width);
        };
    }

    /** One write of a width. */
    void put(int width, long offset, long value) {
        switch (width) {
            case 1 -> put8(offset, (byte) value);
            case 2 -> put16(offset, (short) value);
            case 4 -> put32(offset, (int) value);
            case 8 -> put64(offset, value);
            default -> throw badWidth(width);
        }
    }

    @Override
    public NamedRegister register(String wanted) throws DdiException {
        for (RegisterDescription description : described) {
            if (description.name().equals(wanted)) {
                return new Named(this, description, description.offset() - off);
            }
        }
        throw new DdiException(Errno.EINVAL, name + " has no register '" + wanted + "'; it has "
                + described.stream().map(RegisterDescription::name).toList());
    }

    @Override
    public MemoryAccess raw() {
        return memory;
    }

    @Override
    public void close() {
        ended.accept(this);
        end();
    }

    @Override
    public String toString() {
        return "a handle of " + name;
    }

    @Override
    public void end() {
        pages.close(source);
        addresses.remove(range);
    }

    private long checked(long offset, int width) {
        if (offset < 0 || offset > length - width || (off + offset & width - 1) != 0) {
            throw new Panic("%d-byte access at 0x%x of %s: it must be naturally aligned and inside 0x%x bytes"
                    .formatted(width, offset, name, length));
        }
        return offset;
    }

    private static Panic badWidth(int width) {
        return new Panic("width " + width + " must be 1, 2, 4 or 8");
    }

    private record Named(MappedRegisters registers, RegisterDescription description, long offset) implements NamedRegister {

        @Override
        public long get() {
            return registers.get(description.width(), offset);
        }

        @Override
        public void put(long value) {
            registers.put(description.width(), offset, value);
        }

        @Override
        public long getField(String field) throws DdiException {
            RegisterDescription.Field found = description.field(field).orElseThrow(() -> new DdiException(Errno.EINVAL,
                    "register " + description.name() + " has no field '" + field + "'; it has "
                            + description.fields().stream().map(RegisterDescription.Field::name).toList()));
            return found.of(get());
        }
    }
}
