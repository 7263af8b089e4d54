package org.devmap.conformance.statements;

import static org.devmap.conformance.bench.Bench.P;
import static org.devmap.conformance.bench.Expect.expect;
import static org.devmap.conformance.bench.Outcome.ddiFailure;
import static org.devmap.conformance.bench.Outcome.success;
import static org.devmap.conformance.bench.Outcome.value;
import static org.devmap.conformance.bench.Touch.read;
import static org.devmap.conformance.bench.Touch.write;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.devmap.DdiException;
import org.devmap.MemoryAccess;
import org.devmap.app.Mapping;
import org.devmap.conformance.Statement;
import org.devmap.conformance.bench.Background;
import org.devmap.conformance.bench.Bench;
import org.devmap.conformance.bench.Export;
import org.devmap.conformance.bench.TestDriver;
import org.devmap.conformance.bench.UserProcess;
import org.devmap.driver.AccessAttributes;
import org.devmap.driver.DeviceInfo;
import org.devmap.driver.Endian;
import org.devmap.driver.Ordering;
import org.devmap.driver.RegisterHandle;
import org.devmap.driver.RegisterHandle.Increment;

/** Section 3.20: registers, attributes, nexus. */
public final class RegisterStatements {

    private static final int DATUM = 0x11223344;
    private static final List<Byte> BIG_ENDIAN = List.of((byte) 0x11, (byte) 0x22, (byte) 0x33, (byte) 0x44);
    private static final int ROUNDS = 20_000;
    private static final int A = 0;
    private static final int B = 0x80;

    @Statement(315)
    public void aBigEndianDeviceHoldsTheHighestByteFirst(Bench bench) throws DdiException {
        bench.std();
        expectBytesOfPut32(bench, Endian.BIG, BIG_ENDIAN);
    }

    @Statement(316)
    public void aLittleEndianDeviceHoldsTheLowestByteFirstAndNeverswapFollowsTheHost(Bench bench) throws DdiException {
        bench.std();
        expectBytesOfPut32(bench, Endian.LITTLE, BIG_ENDIAN.reversed());
        expectBytesOfPut32(bench, Endian.NEVERSWAP,
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? BIG_ENDIAN : BIG_ENDIAN.reversed());
    }

    @Statement(317)
    public void aByteHasNoByteOrder(Bench bench) throws DdiException {
        bench.std();
        for (Endian endian : Endian.values()) {
            try (RegisterHandle registers = registers(bench.device(), endian)) {
                registers.put8(3, (byte) 0x95);
                expect("byte through " + endian, registers.get8(3), (byte) 0x95);
                expect("byte of the device", bench.memory().registers(1).getByte(3), (byte) 0x95);
            }
        }
    }

    @Statement(318)
    public void userMappingsAreRaw(Bench bench) throws DdiException {
        bench.std().devmap(Export.registers(1).with(AccessAttributes.of(Endian.BIG, Ordering.STRICT)));
        for (int i = 0; i < 4; i++) {
            bench.memory().registers(1).setByte(i, BIG_ENDIAN.get(i));
        }
        int inHostOrder = ByteBuffer.wrap(new byte[] {0x11, 0x22, 0x33, 0x44}).order(ByteOrder.nativeOrder()).getInt();
        expect(read(bench.process().map(0, P), 0), value(Integer.toUnsignedLong(inHostOrder)));
    }

    @Statement(319)
    public void aRepeatedAccessAdvancesTheDeviceAddressOnlyIfAsked(Bench bench) throws DdiException {
        RecordingModel model = new RecordingModel();
        try (RegisterHandle registers = registers(deviceWith(model, bench), Endian.NEVERSWAP)) {
            short[] host = new short[3];
            registers.repGet(2, 0x10, MemorySegment.ofArray(host), 3, Increment.AUTOINCR);
            expect("accesses", model.accesses(), List.of("read 2 at 0x10", "read 2 at 0x12", "read 2 at 0x14"));
            expect("host buffer", Arrays.toString(host), "[0, 1, 2]");
            Arrays.fill(host, (short) -1);
            registers.repGet(2, 0x10, MemorySegment.ofArray(host), 3, Increment.NO_AUTOINCR);
            expect("accesses", model.accesses(), List.of("read 2 at 0x10", "read 2 at 0x10", "read 2 at 0x10"));
            expect("host buffer", Arrays.toString(host), "[0, 1, 2]");
        }
    }

    @Statement(320)
    public void aRepeatedAccessOfNothingTouchesNothing(Bench bench) throws DdiException {
        RecordingModel model = new RecordingModel();
        try (RegisterHandle registers = registers(deviceWith(model, bench), Endian.NEVERSWAP)) {
            byte[] host = {7, 7};
            for (Increment increment : Increment.values()) {
                registers.repGet(2, 0x10, MemorySegment.ofArray(host), 0, increment);
                registers.repPut(2, 0x10, MemorySegment.ofArray(host), 0, increment);
            }
            expect("accesses", model.accesses(), List.of());
            expect("host buffer", Arrays.toString(host), "[7, 7]");
        }
    }

    @Statement(321)
    public void aDeviceTellsItsRegisterSetsAndTheirSizes(Bench bench) throws DdiException {
        bench.std();
        expect("size of set 1", bench.device().regSize(1), 16 * P);
        // The size is the return value in Java: of a set that does not exist there is none to be left untouched.
        expect(() -> bench.device().regSize(99), ddiFailure());
        expect("register sets", bench.device().nregs(), 3);
    }

    @Statement(322)
    public void aDeviceWithoutRegistersHasNoNumberOfThem(Bench bench) {
        TestDriver driver = bench.std();
        bench.addDevice("bare", List.of());
        expect(() -> driver.device("bare").nregs(), ddiFailure());
    }

    @Statement(323)
    public void offsetAndLengthZeroMapTheWholeSet(Bench bench) throws DdiException {
        bench.std();
        try (RegisterHandle registers = registers(bench.device(), Endian.NEVERSWAP)) {
            expect("length", registers.length(), Bench.SET_1_SIZE);
            registers.put32(0, 1);
            registers.put32(Bench.SET_1_SIZE - 4, 2);
            expect("last register", registers.get32(Bench.SET_1_SIZE - 4), 2);
        }
        // The handle is the return value in Java: a refused one is never seen.
        expect(() -> bench.device().regsMapSetup(1, P, 16 * P, null), ddiFailure());
        expect(() -> bench.device().regsMapSetup(1, 17 * P, 0, null), ddiFailure());
    }

    @Statement(324)
    public void peekFailsAtABadAddress(Bench bench) throws DdiException {
        bench.std();
        try (RegisterHandle registers = registers(bench.device(), Endian.NEVERSWAP)) {
            registers.put8(P + 5, (byte) 0x95);
            // The value is the return value in Java: who wants none ignores it, and where peek fails there is none.
            expect(() -> bench.device().peek(1, registers.kernelAddress() + P + 5), success());
            expect("value", bench.device().peek(1, registers.kernelAddress() + P + 5), 0x95L);
            expect(() -> bench.device().peek(1, 5), ddiFailure());
            expect(() -> bench.device().peek(1, registers.kernelAddress() + registers.length()), ddiFailure());
            expect(() -> bench.device().peek(8, registers.kernelAddress() + P - 4), ddiFailure());
        }
    }

    @Statement(325)
    public void theDriverSeesWhatTheUserWrote(Bench bench) throws DdiException {
        bench.std();
        Mapping mapping = bench.process().map(2 * P, P);
        try (RegisterHandle registers = registers(bench.device(), Endian.NEVERSWAP)) {
            expect(write(mapping, 8, DATUM), success());
            expect("register", registers.get32(2 * P + 8), DATUM);
        }
    }

    @Statement(326)
    public void strictOrderIsSeenByEveryObserver(Bench bench) throws DdiException {
        TestDriver driver = bench.std();
        UserProcess p = bench.process();
        for (Ordering ordering : Ordering.values()) {
            driver.devmap(Export.registers(1).with(AccessAttributes.of(Endian.NEVERSWAP, ordering)));
            try (Mapping _ = p.map(0, P)) {
                expect("what the translations promise", p.handle().ordering(), ordering.name());
            }
        }
        driver.devmap(Export.registers(1));
        Mapping writer = p.map(0, P);
        Mapping user = bench.process().map(0, P);
        writer.setInt(A, 0);
        writer.setInt(B, 0);
        try (RegisterHandle registers = registers(bench.device(), Endian.NEVERSWAP)) {
            Background byUser = bench.threads().start("user", () -> observe(user::getInt));
            Background byDriver = bench.threads().start("driver", () -> observe(registers::get32));
            for (int i = 1; i <= ROUNDS; i++) {
                writer.setInt(A, i);
                writer.setInt(B, i);
            }
            expect(byUser.join(), success());
            expect(byDriver.join(), success());
        }
    }

    /** Reads B, then A, until the last round is seen: A was written first, so it is never behind. */
    private static void observe(IntUnaryOperator reader) {
        int b;
        do {
            b = reader.applyAsInt(B);
            int a = reader.applyAsInt(A);
            expect("A is not behind B", a >= b);
        } while (b < ROUNDS);
    }

    private static void expectBytesOfPut32(Bench bench, Endian endian, List<Byte> expected) throws DdiException {
        MemoryAccess device = bench.memory().registers(1);
        try (RegisterHandle registers = registers(bench.device(), endian)) {
            registers.put32(0, DATUM);
            expect("bytes of the device", List.of(device.getByte(0), device.getByte(1), device.getByte(2), device.getByte(3)),
                    expected);
            expect("value through " + endian, registers.get32(0), DATUM);
        }
    }

    private static DeviceInfo deviceWith(RecordingModel model, Bench bench) {
        TestDriver driver = bench.std();
        bench.addDevice("recording", model.asRegisterSets());
        return driver.device("recording");
    }

    /** The whole of set 1, or of the only one. */
    private static RegisterHandle registers(DeviceInfo device, Endian endian) throws DdiException {
        int set = Math.min(1, device.nregs() - 1);
        return device.regsMapSetup(set, 0, 0, AccessAttributes.of(endian, Ordering.STRICT));
    }
}
