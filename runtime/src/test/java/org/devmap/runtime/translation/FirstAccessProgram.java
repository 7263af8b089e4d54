package org.devmap.runtime.translation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.devmap.Pages;

/** The first access of a Java machine, by a virtual thread, when memory has been made and this has said so. */
final class FirstAccessProgram {

    static final String MADE = "memory is made";
    private static final long START = 0x7000_0000L;

    private FirstAccessProgram() {
    }

    public static void main(String[] arguments) throws InterruptedException {
        MemorySegment bytes = Arena.global().allocate(Pages.SIZE, Pages.SIZE);
        Translation table = new Translation(START, 1);
        table.load(0, 1, Hat.READ | Hat.WRITE, FrameRun.memory(bytes, AccessKind.VOLATILE, -START));
        TableMemory memory = TableMemory.of(START, Pages.SIZE, table);
        System.out.println(MADE);
        Thread.ofVirtual().start(() -> memory.setLong(0, 1)).join();
    }
}
