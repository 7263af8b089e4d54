package org.devmap.shell;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Access;
import org.devmap.RegisterDescription.Effect;
import org.devmap.RegisterDescription.Field;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;

/** A device with all that tools have to be careful with. It counts what is read. */
final class ProbeNode implements DeviceNode, RegisterModel {

    static final int BROKEN = 0x18;
    private static final int SIZE = 0x20;

    private final byte[] bytes = new byte[SIZE];
    int reads;
    String descriptionOfTop = "";
    Set<Effect> effectsOfHalf = Set.of();

    @Override
    public String name() {
        return "probe0";
    }

    @Override
    public List<String> compatible() {
        return List.of();
    }

    @Override
    public List<RegisterSet> registerSets() {
        return List.of(new RegisterSet.Modelled("main", RegisterSet.Space.MEMORY, this),
                new RegisterSet.Modelled("other", RegisterSet.Space.MEMORY, this));
    }

    @Override
    public long size() {
        return SIZE;
    }

    @Override
    public List<RegisterDescription> registers() {
        return List.of(
                register("BYTE", 0x0, 1, Access.READ_WRITE, Set.of()),
                register("HALF", 0x2, 2, Access.READ_WRITE, effectsOfHalf),
                register("LONG", 0x8, 8, Access.READ_WRITE, Set.of()),
                register("FIFO", 0x10, 1, Access.READ_ONLY, Set.of(Effect.READ)),
                register("DIVISOR", 0x10, 2, Access.READ_WRITE, Set.of()),
                register("COMMAND", 0x14, 4, Access.WRITE_ONLY, Set.of(Effect.READ, Effect.WRITE)),
                register("BROKEN", BROKEN, 4, Access.READ_ONLY, Set.of()));
    }

    private RegisterDescription register(String name, long offset, int width, Access access, Set<Effect> effects) {
        List<Field> fields = name.equals("HALF") ? List.of(new Field("LOW", "the low half", 0, 8), new Field("TOP", descriptionOfTop, 15, 1))
                : List.of();
        return new RegisterDescription(name, "", offset, width, access, effects, 0, fields);
    }

    @Override
    public long read(long offset, int width) throws DdiException {
        reads++;
        if (offset == BROKEN) {
            throw new DdiException(Errno.EIO, "no answer");
        }
        long value = 0;
        for (int i = width - 1; i >= 0; i--) {
            value = value << 8 | bytes[(int) offset + i] & 0xFF;
        }
        return value;
    }

    @Override
    public void write(long offset, int width, long value) {
        for (int i = 0; i < width; i++) {
            bytes[(int) offset + i] = (byte) (value >>> 8 * i);
        }
    }

    byte[] content(int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
