package org.devmap.backend.ffm;

import java.lang.foreign.ValueLayout;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;

/** Uses the provider as far as it goes and prints what it finds. */
public final class DegradedProgram {

    private DegradedProgram() {
    }

    public static void main(String[] arguments) throws DdiException {
        FfmProvider provider = new FfmProvider();
        System.out.println("native " + provider.isNative());
        for (int i = 0; i < 3; i++) {
            BackendMemory memory = provider.allocate(FfmProviderTest.locked(8192));
            memory.segment().set(ValueLayout.JAVA_LONG, 8184, memory.segment().get(ValueLayout.JAVA_LONG, 8184) + 42);
            System.out.println("value " + memory.segment().get(ValueLayout.JAVA_LONG, 8184));
            memory.release();
            memory.release();
        }
        provider.allocate(MemoryRequest.of(4096, "pageable")).release();
        try {
            provider.allocate(FfmProviderTest.named("shared", 4096, false)).release();
            System.out.println("named");
        } catch (DdiException refused) {
            System.out.println("named " + refused.getMessage());
        }
        System.out.println("peek " + provider.peekPoke().isPresent());
        System.out.println("limit " + provider.limit(MemoryRequest.of(4096, "test").lockedDown()));
    }
}
