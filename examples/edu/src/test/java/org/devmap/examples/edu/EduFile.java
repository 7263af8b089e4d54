package org.devmap.examples.edu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.MapFlags;
import org.devmap.OpenFlags;
import org.devmap.Protection;
import org.devmap.app.AddressSpace;
import org.devmap.app.DeviceFile;
import org.devmap.app.Mapping;

/** An application's open file of {@code edu0}. */
record EduFile(DeviceFile file) implements AutoCloseable {

    static EduFile open(AddressSpace space, String minor, OpenFlags flags) throws DdiException {
        return new EduFile(space.open("/devices/edu0:" + minor, flags));
    }

    static EduFile open(AddressSpace space, String minor) throws DdiException {
        return open(space, minor, OpenFlags.READ_WRITE);
    }

    Mapping map() throws DdiException {
        return map(0, file.size().orElseThrow());
    }

    Mapping map(long offset, long length) throws DdiException {
        return file.map(offset, length, Protection.READ_WRITE, MapFlags.SHARED);
    }

    /** A command with an int, which it may replace. */
    int command(int command, int number) throws DdiException {
        MemorySegment argument = MemorySegment.ofArray(new int[] {number});
        file.ioctl(command, argument);
        return argument.get(ValueLayout.JAVA_INT, 0);
    }

    long count(int field) throws DdiException {
        MemorySegment counts = MemorySegment.ofArray(new long[2]);
        file.ioctl(EduIoctl.COUNTS, counts);
        return counts.get(ValueLayout.JAVA_LONG, field);
    }

    @Override
    public void close() {
        file.close();
    }
}
