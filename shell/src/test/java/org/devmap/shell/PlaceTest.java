package org.devmap.shell;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.devmap.RegisterDescription;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.NodeSnapshot.Kind;
import org.devmap.dto.NodeSnapshot.Registers;
import org.devmap.dto.NodeSnapshot.State;
import org.junit.jupiter.api.Test;

/** Places in the register sets of devices that are larger than those of the other tests. */
class PlaceTest {

    private static NodeSnapshot node(int registers) {
        List<RegisterDescription> described = IntStream.range(0, registers)
                .mapToObj(i -> RegisterDescription.of("R" + i, 4L * i, Integer.BYTES)).toList();
        return new NodeSnapshot("large0", List.of(), Optional.empty(), List.of(), Optional.empty(), State.UNBOUND, Optional.empty(), -1, -1,
                List.of(), List.of(new Registers(0, "all", 4L * registers, Kind.REGISTERS, "sim", described)), 0, 0, 0);
    }

    @Test
    void ofManyRegistersTheFirst16AreNamed() {
        String first = "REGISTER 'X': large0 describes R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, R10, R11, R12, R13, R14, R15";
        String end = "; what has no name is SET:OFFSET[/WIDTH], for example 2:0x10/4";
        assertThatThrownBy(() -> Place.parse(node(16), "X")).hasMessage(first + end);
        assertThatThrownBy(() -> Place.parse(node(20), "X")).hasMessage(first + " and 4 more (see 'registers large0')" + end);
    }
}
