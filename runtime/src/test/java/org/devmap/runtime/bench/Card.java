package org.devmap.runtime.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.devmap.DdiException;
import org.devmap.Pages;
import org.devmap.backend.BackendMemory;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.DmaEngine;
import org.devmap.backend.InterruptSource;
import org.devmap.backend.Nexus;
import org.devmap.backend.NexusHost;
import org.devmap.backend.RegisterModel;
import org.devmap.backend.RegisterSet;

/**
 * A device of a nexus: a page of registers, a page of memory, and an interrupt.
 *
 * @param control the registers
 * @param line the interrupt
 * @param memory the memory
 */
public record Card(RegisterSet control, Line line, RegisterSet memory) implements DeviceNode {

    private static final long P = Pages.SIZE;

    /** A model that answers one byte, with memory filled with it. */
    public static Card modelled(int content) {
        return new Card(new RegisterSet.Modelled("control", RegisterSet.Space.MEMORY, new Counting(content)), new Line(), memory(content));
    }

    /** A device whose registers are memory. */
    public static Card real(Memory registers, int content) {
        return new Card(new RegisterSet.Fixed("control", RegisterSet.Space.MEMORY, registers, true, List.of()), new Line(), memory(content));
    }


        @Override
        public String name() {
            return "card0";
        }

        @Override
        public List<String> compatible() {
            return List.of("card");
        }

        @Override
        public List<RegisterSet> registerSets() {
            return List.of(control, memory);
        }

        @Override
        public List<InterruptSource> interrupts() {
            return List.of(line);
        }

        @Override
        public Optional<DmaEngine> dma() {
            return Optional.of(new IdleEngine());
        }

    /** Memory of a device, filled with a byte; says whether it was given back. */
    public static final class Memory implements BackendMemory {

        private final MemorySegment segment = Arena.ofAuto().allocate(P, P);
        public volatile boolean released;

        public Memory(int content) {
            segment.fill((byte) content);
        }

        @Override
        public MemorySegment segment() {
            return segment;
        }

        @Override
        public void release() {
            assertThat(released).as("given back twice").isFalse();
            released = true;
        }
    }

    private static RegisterSet memory(int content) {
        return new RegisterSet.Fixed("memory", RegisterSet.Space.MEMORY, new Memory(content), false, List.of());
    }

    /** Registers that answer one byte and count what is written. */
    public static final class Counting implements RegisterModel {

        private final int answer;
        public final List<Long> written = new CopyOnWriteArrayList<>();

        public Counting(int answer) {
            this.answer = answer;
        }

        @Override
        public long size() {
            return P;
        }

        @Override
        public long read(long offset, int width) {
            return answer * 0x0101010101010101L;
        }

        @Override
        public void write(long offset, int width, long value) {
            written.add(value);
        }
    }

    public static final class Line implements InterruptSource {

        public volatile Sink sink;
        public volatile boolean enabled;

        @Override
        public void connect(Sink newSink) {
            sink = newSink;
        }

        @Override
        public void enable() {
            enabled = true;
        }

        @Override
        public void disable() {
            enabled = false;
        }
    }

    /** A nexus that knows this card and nothing else. */
    public static final class Publisher implements Nexus {

        private final String name;
        private final DeviceNode node;
        private volatile NexusHost.PublishedNode published;

        public Publisher(String name, DeviceNode node) {
            this.name = name;
            this.node = node;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void start(NexusHost host) throws DdiException {
            published = host.publish(node);
        }

        @Override
        public void stop() {
            published.close();
        }

        public Line line() {
            return ((Card) node).line();
        }
    }
}
