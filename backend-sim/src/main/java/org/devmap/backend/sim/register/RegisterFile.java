package org.devmap.backend.sim.register;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.RegisterDescription;
import org.devmap.backend.RegisterModel;

/**
 * Registers and their state. Thread-safe: every access is one step under one lock, which register files of the same device
 * may share. An access that no register takes is a bus error EIO that names what is there.
 */
public final class RegisterFile implements RegisterModel {

    /** What answers an access that no register takes, or that a register refuses in this direction. */
    public enum Elsewhere {
        /** A bus error. */
        BUS_ERROR,
        /** Reads answer 0, writes do nothing, as in configuration space. */
        NOTHING
    }

    private final long size;
    private final Elsewhere elsewhere;
    private final ReentrantLock lock;
    private final RegisterLayout layout;
    private final Map<String, RegisterState> byName = new LinkedHashMap<>();

    private RegisterFile(Builder builder) {
        size = builder.size;
        elsewhere = builder.elsewhere;
        lock = builder.lock;
        for (Register register : builder.registers) {
            if (register.end() > size) {
                throw new IllegalArgumentException("register " + register + " ends behind the last of " + size + " bytes");
            }
            if (byName.put(register.name(), new RegisterState(register)) != null) {
                throw new IllegalArgumentException("there are two registers " + register.name());
            }
        }
        layout = new RegisterLayout(byName.values());
        builder.ports.forEach((name, port) -> state(name).use(port));
    }

    /**
     * Starts a register file.
     *
     * @param size bytes, greater than 0
     * @return a builder
     */
    public static Builder ofSize(long size) {
        return new Builder(size);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public List<RegisterDescription> registers() {
        return byName.values().stream().map(state -> state.register().toDescription(state.port().effects())).toList();
    }

    @Override
    public long read(long offset, int width) throws DdiException {
        lock.lock();
        try {
            Optional<RegisterState> found = layout.find(offset, width, true);
            if (found.isEmpty()) {
                refuse("read", offset, width);
                return 0;
            }
            int shift = shift(found.get(), offset);
            return found.get().read(mask(width) << shift) >>> shift & mask(width);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void write(long offset, int width, long value) throws DdiException {
        lock.lock();
        try {
            Optional<RegisterState> found = layout.find(offset, width, false);
            if (found.isEmpty()) {
                refuse("write", offset, width);
                return;
            }
            int shift = shift(found.get(), offset);
            found.get().write((value & mask(width)) << shift, mask(width) << shift);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The stored value of a register, without the effects of a read: the device's own view.
     *
     * @param register its name
     * @return the value
     */
    public long get(String register) {
        lock.lock();
        try {
            return state(register).value();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Changes the stored value of a register without the effects of a write: the device's own view.
     *
     * @param register its name
     * @param change from the value before to the value after
     */
    public void update(String register, LongUnaryOperator change) {
        lock.lock();
        try {
            RegisterState state = state(register);
            state.value(change.applyAsLong(state.value()));
        } finally {
            lock.unlock();
        }
    }

    /** Puts all registers back to their values after reset. */
    public void reset() {
        lock.lock();
        try {
            byName.values().forEach(RegisterState::reset);
        } finally {
            lock.unlock();
        }
    }

    /**
     * The registers.
     *
     * @return what they are like, in the order they were added
     */
    public Collection<Register> definitions() {
        return byName.values().stream().map(RegisterState::register).toList();
    }

    private RegisterState state(String name) {
        RegisterState state = byName.get(name);
        if (state == null) {
            throw new IllegalArgumentException("no register " + name + " among " + byName.keySet());
        }
        return state;
    }

    private void refuse(String verb, long offset, int width) throws DdiException {
        if (elsewhere == Elsewhere.BUS_ERROR) {
            throw new DdiException(Errno.EIO, verb + " of " + width + (width == 1 ? " byte" : " bytes") + " at 0x"
                    + Long.toHexString(offset) + ": " + layout.whatIsThere(offset, width));
        }
    }

    private static int shift(RegisterState state, long offset) {
        return (int) (offset - state.register().offset()) * 8;
    }

    private static long mask(int width) {
        return width == 8 ? -1L : (1L << width * 8) - 1;
    }

    /** Collects a register file. Not thread-safe. */
    public static final class Builder {

        private final long size;
        private final List<Register> registers = new ArrayList<>();
        private final Map<String, Port> ports = new LinkedHashMap<>();
        private Elsewhere elsewhere = Elsewhere.BUS_ERROR;
        private ReentrantLock lock = new ReentrantLock();

        private Builder(long size) {
            if (size <= 0) {
                throw new IllegalArgumentException("size " + size + " must be greater than 0");
            }
            this.size = size;
        }

        /**
         * Adds a register.
         *
         * @param register what it is like
         * @return this
         */
        public Builder add(Register.Builder register) {
            return add(register.build());
        }

        /**
         * Adds a register.
         *
         * @param register what it is like
         * @return this
         */
        public Builder add(Register register) {
            registers.add(register);
            return this;
        }

        /**
         * Adds a register with behaviour of its own.
         *
         * @param register what it is like
         * @param port its behaviour
         * @return this
         */
        public Builder add(Register.Builder register, Port port) {
            return add(register.build(), port);
        }

        /**
         * Adds a register with behaviour of its own.
         *
         * @param register what it is like
         * @param port its behaviour
         * @return this
         */
        public Builder add(Register register, Port port) {
            ports.put(register.name(), port);
            return add(register);
        }

        /**
         * Sets what answers where no register does.
         *
         * @param what bus errors unless set
         * @return this
         */
        public Builder elsewhere(Elsewhere what) {
            elsewhere = what;
            return this;
        }

        /**
         * Shares a lock with other parts of the same device, so that an access is one step for all of them.
         *
         * @param shared the lock
         * @return this
         */
        public Builder lock(ReentrantLock shared) {
            lock = shared;
            return this;
        }

        /**
         * The register file, all registers reset.
         *
         * @return what was collected
         * @throws IllegalArgumentException if registers of one direction overlap undeclared, or have the same name, or do not fit
         */
        public RegisterFile build() {
            return new RegisterFile(this);
        }
    }
}
