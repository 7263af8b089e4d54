package org.devmap.backend.sim.register;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.devmap.DdiException;
import org.devmap.RegisterDescription.Effect;

/**
 * The value of one register and how accesses change it, worked out once as masks of bits. Guarded by the lock of its
 * register file.
 */
final class RegisterState {

    /** Of a register that is nothing beyond its table. */
    private static final Port PLAIN = new Port() {
        @Override
        public Set<Effect> effects() {
            return Set.of();
        }
    };

    private final Register register;
    private final Map<WriteEffect, Long> writes = new EnumMap<>(WriteEffect.class);
    private final long valid;
    private long readable;
    private long once;
    private long clearedByRead;
    private long setByRead;
    private long selfClearing;
    private Port port = PLAIN;
    private long value;
    /** Bits of the write-once kind that have had their write. */
    private long spent;

    RegisterState(Register register) {
        this.register = register;
        valid = register.width() == 8 ? -1L : (1L << register.width() * 8) - 1;
        if (register.fields().isEmpty()) {
            addBits(valid, register.access(), register.readEffect(), register.writeEffect());
        }
        for (Field field : register.fields()) {
            addBits(field.mask(), field.access(), field.readEffect(), field.writeEffect());
            selfClearing |= field.selfClearing() ? field.mask() : 0;
        }
        reset();
    }

    private void addBits(long mask, BitAccess access, ReadEffect onRead, WriteEffect onWrite) {
        if (access.isReadable()) {
            readable |= mask;
        }
        if (access.isWritable()) {
            writes.merge(onWrite, mask, (a, b) -> a | b);
        }
        if (access.isOnce()) {
            once |= mask;
        }
        if (onRead == ReadEffect.CLEAR) {
            clearedByRead |= mask;
        }
        if (onRead == ReadEffect.SET) {
            setByRead |= mask;
        }
    }

    Register register() {
        return register;
    }

    Port port() {
        return port;
    }

    void use(Port newPort) {
        port = newPort;
    }

    void reset() {
        value = register.reset() & valid;
        spent = 0;
    }

    long value() {
        return value;
    }

    void value(long newValue) {
        value = newValue & valid;
    }

    /** Reads the bits of an access, whose mask is in place. Bits in no field read as their reset value. */
    long read(long mask) throws DdiException {
        long inFields = register.fields().isEmpty() ? valid : fieldMask();
        long seen = port.read(value) & readable & mask | value & ~inFields & mask;
        value = value & ~(clearedByRead & mask) | setByRead & mask;
        return seen;
    }

    /** Writes the bits of an access; data and mask are in place. */
    void write(long data, long mask) throws DdiException {
        long open = mask & ~spent;
        long next = value;
        for (Map.Entry<WriteEffect, Long> write : writes.entrySet()) {
            next = write.getKey().apply(next, data, write.getValue() & open);
        }
        value = port.write(value, next, data & mask) & ~(selfClearing & mask) & valid;
        spent |= once & mask;
    }

    private long fieldMask() {
        long mask = 0;
        for (Field field : register.fields()) {
            mask |= field.mask();
        }
        return mask;
    }
}
