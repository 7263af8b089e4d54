package org.devmap.backend.sim.device;

import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;
import org.devmap.backend.sim.register.WriteEffect;

/**
 * What a device says of itself in the header of its configuration space.
 *
 * @param vendor 16 bits
 * @param device 16 bits
 * @param revision 8 bits
 * @param classCode 24 bits: class, subclass, programming interface
 */
record Identity(int vendor, int device, int revision, int classCode) {

    /** Vendor number of the invented devices; nobody's in the register of PCI vendors. */
    static final int DEVMAP_VENDOR = 0xD3A9;

    private static final int SIZE = 256;

    /** A configuration space of 256 bytes with this identity, read in any width. Where nothing is defined, it reads 0. */
    RegisterFile toConfigSpace() {
        return RegisterFile.ofSize(SIZE).elsewhere(RegisterFile.Elsewhere.NOTHING)
                .add(anyWidth(0x00, "ID").with(BitAccess.READ_ONLY).reset((long) device << 16 | vendor)
                        .field(Field.of("VENDOR", 0, 16).with(BitAccess.READ_ONLY))
                        .field(Field.of("DEVICE", 16, 16).with(BitAccess.READ_ONLY)))
                .add(anyWidth(0x04, "COMMAND_STATUS")
                        .field(Field.of("IO", 0, 1)).field(Field.of("MEMORY", 1, 1)).field(Field.of("BUS_MASTER", 2, 1))
                        .field(Field.of("INTX_DISABLE", 10, 1))
                        .field(Field.of("INTERRUPT", 19, 1).with(BitAccess.READ_ONLY))
                        .field(Field.of("ERRORS", 27, 5).with(WriteEffect.ONE_TO_CLEAR)))
                .add(anyWidth(0x08, "CLASS_REVISION").with(BitAccess.READ_ONLY).reset((long) classCode << 8 | revision)
                        .field(Field.of("REVISION", 0, 8).with(BitAccess.READ_ONLY))
                        .field(Field.of("CLASS", 8, 24).with(BitAccess.READ_ONLY)))
                .add(anyWidth(0x3C, "INTERRUPT").reset(0x100)
                        .field(Field.of("LINE", 0, 8)).field(Field.of("PIN", 8, 8).with(BitAccess.READ_ONLY)))
                .build();
    }

    private static Register.Builder anyWidth(long offset, String name) {
        return Register.at(offset, name).widths(1, 2, 4);
    }
}
