package org.devmap.backend.sim.svd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.devmap.backend.sim.svd.Svd.load;
import static org.devmap.backend.sim.svd.Svd.peripheral;
import static org.devmap.backend.sim.svd.Svd.register;

import java.util.List;
import org.devmap.backend.sim.description.DeviceDescription;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problem;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Register;
import org.junit.jupiter.api.Test;

class ArrayAndDerivationTest {

    private static DeviceDescription clean(String peripherals) {
        Loaded loaded = load(peripherals);
        assertThat(loaded.problems()).isEmpty();
        return loaded.device().orElseThrow();
    }

    private static List<Register> registers(String text) {
        return clean(peripheral("P", text)).peripherals().getFirst().registers();
    }

    private static String array(String name, String dims) {
        return "<register>" + dims + "<name>" + name + "</name><description>of %s</description>"
                + "<addressOffset>0x10</addressOffset></register>";
    }

    @Test
    void anArrayHasItsIndexInBrackets() {
        List<Register> all = registers(array("CH[%s]", "<dim>3</dim><dimIncrement>8</dimIncrement>"));

        assertThat(all).extracting(Register::name).containsExactly("CH[0]", "CH[1]", "CH[2]");
        assertThat(all).extracting(Register::offset).containsExactly(0x10L, 0x18L, 0x20L);
        assertThat(all).extracting(Register::description).containsExactly("of 0", "of 1", "of 2");
    }

    @Test
    void aListTakesItsIndexesFromDimIndexInEachForm() {
        String dims = "<dim>3</dim><dimIncrement>4</dimIncrement><dimIndex>%s</dimIndex>";

        assertThat(registers(array("CH%s_X", dims.formatted("4-6")))).extracting(Register::name)
                .containsExactly("CH4_X", "CH5_X", "CH6_X");
        assertThat(registers(array("CH%s", dims.formatted("A-C")))).extracting(Register::name)
                .containsExactly("CHA", "CHB", "CHC");
        assertThat(registers(array("%sCH", dims.formatted("RX, TX,_2")))).extracting(Register::name)
                .containsExactly("RXCH", "TXCH", "_2CH");
        assertThat(registers(array("CH%s", "<dim>2</dim><dimIncrement>4</dimIncrement>"))).extracting(Register::name)
                .containsExactly("CH0", "CH1");
    }

    @Test
    void clustersNestAndRepeat() {
        List<Register> all = registers("""
                <cluster><dim>2</dim><dimIncrement>0x40</dimIncrement><name>DMA[%s]</name><addressOffset>0</addressOffset>
                  <cluster><dim>2</dim><dimIncrement>0x10</dimIncrement><name>CH%s</name><addressOffset>0x20</addressOffset>
                    <register><name>LEN</name><addressOffset>4</addressOffset></register>
                  </cluster>
                </cluster>""");

        assertThat(all).extracting(Register::name).containsExactly("DMA[0].CH0.LEN", "DMA[0].CH1.LEN", "DMA[1].CH0.LEN",
                "DMA[1].CH1.LEN");
        assertThat(all).extracting(Register::offset).containsExactly(0x24L, 0x34L, 0x64L, 0x74L);
    }

    @Test
    void fieldsRepeatByBits() {
        List<Field> fields = registers(register("R", 0, """
                <fields><field><dim>4</dim><dimIncrement>2</dimIncrement><dimIndex>A-D</dimIndex><name>P%s</name>
                <bitOffset>0</bitOffset><bitWidth>2</bitWidth></field></fields>""")).getFirst().fields();

        assertThat(fields).extracting(Field::name).containsExactly("PA", "PB", "PC", "PD");
        assertThat(fields).extracting(Field::lsb).containsExactly(0, 2, 4, 6);
    }

    @Test
    void peripheralsRepeat() {
        DeviceDescription device = clean("""
                <peripheral><dim>2</dim><dimIncrement>0x1000</dimIncrement><name>UART%s</name><baseAddress>0x4000</baseAddress>
                  <addressBlock><offset>0</offset><size>0x10</size><usage>registers</usage></addressBlock>
                  <registers><register><name>DR</name><addressOffset>0</addressOffset></register></registers></peripheral>""");

        assertThat(device.peripherals()).extracting(Peripheral::name).containsExactly("UART0", "UART1");
        assertThat(device.peripherals()).extracting(Peripheral::baseAddress).containsExactly(0x4000L, 0x5000L);
        assertThat(device.registerCount()).isEqualTo(2);
    }

    @Test
    void aDerivedPeripheralHasTheRegistersOfItsBaseAlsoWhenThatComesLater() {
        DeviceDescription device = clean("""
                <peripheral derivedFrom="A"><name>B</name><baseAddress>0x2000</baseAddress></peripheral>"""
                + peripheral("A", register("R", 0, "<access>read-only</access>")));
        Peripheral derived = device.peripherals().getFirst();

        assertThat(derived.name()).isEqualTo("B");
        assertThat(derived.baseAddress()).isEqualTo(0x2000);
        assertThat(derived.size()).isEqualTo(0x100);
        assertThat(derived.registers()).isEqualTo(device.peripherals().get(1).registers());
    }

    @Test
    void aDerivedPeripheralAddsAndReplacesRegistersByName() {
        DeviceDescription device = clean(peripheral("A", register("R", 0, "") + register("S", 4, ""))
                + """
                <peripheral derivedFrom="A"><name>B</name><baseAddress>0x2000</baseAddress><registers>
                """ + register("S", 8, "") + register("T", 12, "") + "</registers></peripheral>");

        assertThat(device.peripherals().get(1).registers()).extracting(Register::name).containsExactly("R", "S", "T");
        assertThat(device.peripherals().get(1).registers()).extracting(Register::offset).containsExactly(0L, 8L, 12L);
    }

    @Test
    void aRegisterDerivesFromASiblingOrByPathFromAnotherPeripheral() {
        DeviceDescription device = clean(peripheral("A", register("R", 0, "<access>read-only</access>")
                + "<register derivedFrom=\"R\"><name>R2</name><addressOffset>4</addressOffset></register>")
                + """
                <peripheral><name>B</name><baseAddress>0x2000</baseAddress>
                <addressBlock><offset>0</offset><size>0x10</size><usage>registers</usage></addressBlock><registers>
                <register derivedFrom="A.R2"><name>X</name><addressOffset>8</addressOffset><size>16</size></register>
                </registers></peripheral>""");

        assertThat(device.peripherals().getFirst().registers()).extracting(Register::access).containsOnly(BitAccess.READ_ONLY);
        Register x = device.peripherals().get(1).registers().getFirst();
        assertThat(x.access()).isEqualTo(BitAccess.READ_ONLY);
        assertThat(x.width()).isEqualTo(2);
        assertThat(x.offset()).isEqualTo(8);
    }

    @Test
    void aRegisterDerivedFromAnArrayIsOneRegisterUnlessItIsAnArrayToo() {
        String base = "<register><dim>2</dim><dimIncrement>4</dimIncrement><name>CH[%s]</name><addressOffset>0</addressOffset>"
                + "<access>write-only</access></register>";

        assertThat(registers(base + "<register "
                + "derivedFrom=\"CH[%s]\"><name>LAST</name><addressOffset>8</addressOffset></register>"))
                .extracting(Register::name).containsExactly("CH[0]", "CH[1]", "LAST");
        assertThat(registers(base + "<register "
                + "derivedFrom=\"CH[1]\"><name>E%s</name><addressOffset>8</addressOffset></register>"))
                .extracting(Register::name).containsExactly("CH[0]", "CH[1]", "E0", "E1");
    }

    @Test
    void clustersAndFieldsDerive() {
        List<Register> all = registers("""
                <cluster><name>RX</name><addressOffset>0</addressOffset>
                  <register><name>CTL</name><addressOffset>0</addressOffset><fields>
                    <field><name>EN</name><bitRange>[0:0]</bitRange><access>write-only</access></field>
                    <field derivedFrom="EN"><name>RST</name><bitOffset>4</bitOffset><bitWidth>1</bitWidth></field>
                  </fields></register></cluster>
                <cluster derivedFrom="RX"><name>TX</name><addressOffset>0x20</addressOffset>
                  <register><name>MORE</name><addressOffset>4</addressOffset></register></cluster>""");

        assertThat(all).extracting(Register::name).containsExactly("RX.CTL", "TX.CTL", "TX.MORE");
        Field reset = all.getFirst().fields().get(1);
        assertThat(reset.name()).isEqualTo("RST");
        assertThat(reset.lsb()).isEqualTo(4);
        assertThat(reset.access()).isEqualTo(BitAccess.WRITE_ONLY);
    }

    @Test
    void anInterruptOfTheBaseIsTakenOnlyWithoutOneOfItsOwn() {
        DeviceDescription device = clean("""
                <peripheral><name>A</name><baseAddress>0</baseAddress>
                <interrupt><name>IA</name><value>1</value></interrupt></peripheral>
                <peripheral derivedFrom="A"><name>B</name><baseAddress>0x100</baseAddress></peripheral>
                <peripheral derivedFrom="A"><name>C</name><baseAddress>0x200</baseAddress>
                <interrupt><name>IC</name><value>3</value></interrupt></peripheral>""");

        assertThat(device.peripherals().get(1).interrupts()).extracting(Peripheral.InterruptLine::name).containsExactly("IA");
        assertThat(device.peripherals().get(2).interrupts()).extracting(Peripheral.InterruptLine::name).containsExactly("IC");
    }

    @Test
    void whatIsWrongInABaseIsSaidOnce() {
        Loaded loaded = load(peripheral("A", register("R", 2, ""))
                + "<peripheral derivedFrom=\"A\"><name>B</name><baseAddress>0x2000</baseAddress></peripheral>");

        assertThat(loaded.problems()).singleElement().extracting(Problem::path).isEqualTo("peripheral A, register R");
    }

    @Test
    void derivingInACircleIsOneError() {
        assertThat(load("""
                <peripheral derivedFrom="B"><name>A</name><baseAddress>0</baseAddress></peripheral>
                <peripheral derivedFrom="C"><name>B</name><baseAddress>0x10</baseAddress></peripheral>
                <peripheral derivedFrom="A"><name>C</name><baseAddress>0x20</baseAddress></peripheral>""").problems())
                .singleElement().asString().contains("circle", "A -> B -> C -> A");
    }

    @Test
    void derivingFromWhatIsAroundItIsAnErrorAlsoOnADetour() {
        assertThat(load(peripheral("P", """
                <cluster><name>OUT</name><addressOffset>0</addressOffset>
                <cluster derivedFrom="OUT"><name>IN</name><addressOffset>0</addressOffset></cluster></cluster>""")).problems())
                .singleElement().asString().contains("it lies inside that cluster");
        assertThat(load(peripheral("P", """
                <cluster><name>A</name><addressOffset>0</addressOffset>
                  <cluster derivedFrom="C"><name>B</name><addressOffset>0</addressOffset></cluster>
                  <cluster derivedFrom="C"><name>B2</name><addressOffset>0</addressOffset></cluster></cluster>
                <cluster><name>C</name><addressOffset>0</addressOffset>
                  <cluster derivedFrom="A"><name>D</name><addressOffset>0</addressOffset></cluster></cluster>""")).problems())
                .anySatisfy(problem -> assertThat(problem.message()).contains("nested deeper"));
    }

    @Test
    void deriveFromNobodyIsAnError() {
        assertThat(load("<peripheral derivedFrom=\"NOBODY\"><name>A</name><baseAddress>0</baseAddress></peripheral>").problems())
                .singleElement().asString().contains("NOBODY", "no such peripheral");
    }
}
