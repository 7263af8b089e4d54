package org.devmap.backend.ffm;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import org.devmap.DdiException;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.MemoryRequest;

/** Allocates on a poorer system and prints what came of it. */
public final class RestrictedProgram {

    private static final long MIB = 1L << 20;

    private RestrictedProgram() {
    }

    public static void main(String[] arguments) {
        FfmSettings settings = arguments.length > 0 ? FfmSettings.DEFAULT.orPageable() : FfmSettings.DEFAULT;
        FfmProvider provider = new FfmProvider(settings);
        System.out.println("native " + provider.isNative() + ", " + provider.limit(MemoryRequest.of(4096, "test").lockedDown()));
        int mappings = ProcessMemory.mappings();
        List<BackendMemory> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            attempt("locked", provider, FfmProviderTest.locked(MIB), held);
        }
        attempt("pageable", provider, MemoryRequest.of(4 * MIB, "test"), held);
        attempt("named", provider, MemoryRequest.of(4096, "test").shared("n"), held);
        peek(provider, held);
        held.forEach(BackendMemory::release);
        System.out.println("left " + provider.lockedBytes() + " " + ProcessMemory.memoryFiles() + " "
                + (Math.abs(ProcessMemory.mappings() - mappings) < 32));
        attempt("again", provider, FfmProviderTest.locked(MIB), held);
    }

    private static void peek(FfmProvider provider, List<BackendMemory> held) {
        if (provider.peekPoke().isEmpty() || held.isEmpty()) {
            System.out.println("peek nothing");
            return;
        }
        try {
            BackendMemory last = held.getLast();
            System.out.println("peek "
                    + provider.peekPoke().get().peek(last.segment().address() + last.segment().byteSize() - 8, 8));
        } catch (DdiException failure) {
            System.out.println("peek " + failure.getMessage());
        }
    }

    private static void attempt(String what, FfmProvider provider, MemoryRequest request, List<BackendMemory> held) {
        try {
            BackendMemory memory = provider.allocate(request);
            held.add(memory);
            memory.segment().set(ValueLayout.JAVA_LONG, request.size() - 8, 1);
            long resident = ProcessMemory.smaps(memory.segment().address(), "Rss") * 1024;
            System.out.println(what + (resident >= request.size() ? " resident" : " not resident"));
        } catch (DdiException failure) {
            System.out.println(what + " " + failure.getMessage());
        }
    }
}
