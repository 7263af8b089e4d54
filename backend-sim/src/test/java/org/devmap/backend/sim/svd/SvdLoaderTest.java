package org.devmap.backend.sim.svd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.devmap.backend.sim.svd.Svd.load;
import static org.devmap.backend.sim.svd.Svd.peripheral;
import static org.devmap.backend.sim.svd.Svd.register;

import java.util.List;
import org.devmap.backend.sim.description.DeviceDescription;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.register.BitAccess;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.ReadEffect;
import org.devmap.backend.sim.register.Register;
import org.devmap.backend.sim.register.RegisterFile;
import org.devmap.backend.sim.register.WriteEffect;
import org.devmap.embed.ManualClock;
import org.junit.jupiter.api.Test;

class SvdLoaderTest {

    /** What a description without any problem describes. */
    private static DeviceDescription clean(String peripherals) {
        Loaded loaded = load(peripherals);
        assertThat(loaded.problems()).isEmpty();
        return loaded.device().orElseThrow();
    }

    private static Register only(String registers) {
        List<Register> all = clean(peripheral("P", registers)).peripherals().getFirst().registers();
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    @Test
    void aRegisterHasTheDefaultsOfTheDevice() {
        Register register = only(register("CR", 0x10, ""));

        assertThat(register.name()).isEqualTo("CR");
        assertThat(register.offset()).isEqualTo(0x10);
        assertThat(register.width()).isEqualTo(4);
        assertThat(register.access()).isEqualTo(BitAccess.READ_WRITE);
        assertThat(register.reset()).isEqualTo(0x00FF_00FF & 0x0FFF_FFFF);
        assertThat(register.hasEffects()).isFalse();
    }

    @Test
    void eachLevelOverridesWhatIsHandedDown() {
        DeviceDescription device = clean("""
                <peripheral><name>P</name><baseAddress>0x1000</baseAddress><size>16</size><access>read-only</access>
                  <resetValue>0x11</resetValue><resetMask>0xFF</resetMask>
                  <addressBlock><offset>0</offset><size>0x100</size><usage>registers</usage></addressBlock>
                  <registers>
                    <cluster><name>C</name><addressOffset>0x20</addressOffset><resetValue>0x22</resetValue>
                      <register><name>INNER</name><addressOffset>2</addressOffset></register>
                      <register><name>OWN</name><addressOffset>4</addressOffset><size>8</size><access>write-only</access>
                        <resetValue>0xF3</resetValue><resetMask>0x0F</resetMask></register>
                    </cluster>
                    <register><name>OUTER</name><addressOffset>0</addressOffset></register>
                  </registers>
                </peripheral>""");
        List<Register> registers = device.peripherals().getFirst().registers();

        assertThat(registers).extracting(Register::name).containsExactly("C.INNER", "C.OWN", "OUTER");
        assertThat(registers).extracting(Register::offset).containsExactly(0x22L, 0x24L, 0L);
        assertThat(registers).extracting(Register::width).containsExactly(2, 1, 2);
        assertThat(registers).extracting(Register::reset).containsExactly(0x22L, 0x03L, 0x11L);
        assertThat(registers).extracting(Register::access)
                .containsExactly(BitAccess.READ_ONLY, BitAccess.WRITE_ONLY, BitAccess.READ_ONLY);
    }

    @Test
    void aFieldIsPlacedInEachFormOfTheStandard() {
        Register register = only(register("R", 0, """
                <fields>
                  <field><name>C</name><bitRange>[31:16]</bitRange></field>
                  <field><name>B</name><lsb>8</lsb><msb>15</msb></field>
                  <field><name>A</name><bitOffset>0</bitOffset><bitWidth>8</bitWidth></field>
                </fields>"""));

        assertThat(register.fields()).extracting(Field::name).containsExactly("A", "B", "C");
        assertThat(register.fields()).extracting(Field::lsb).containsExactly(0, 8, 16);
        assertThat(register.fields()).extracting(Field::bits).containsExactly(8, 8, 16);
    }

    @Test
    void fieldsTakeEffectsFromTheirRegisterUnlessTheySayOtherwise() {
        Register register = only(register("R", 0, """
                <access>read-write</access><modifiedWriteValues>oneToClear</modifiedWriteValues><readAction>clear</readAction>
                <fields>
                  <field><name>A</name><bitRange>[0:0]</bitRange></field>
                  <field><name>B</name><bitRange>[1:1]</bitRange><access>read-only</access>
                    <modifiedWriteValues>zeroToSet</modifiedWriteValues><readAction>set</readAction></field>
                </fields>"""));

        assertThat(register.fields()).extracting(Field::writeEffect).containsExactly(WriteEffect.ONE_TO_CLEAR,
                WriteEffect.ZERO_TO_SET);
        assertThat(register.fields()).extracting(Field::readEffect).containsExactly(ReadEffect.CLEAR, ReadEffect.SET);
        assertThat(register.fields()).extracting(Field::access).containsExactly(BitAccess.READ_WRITE, BitAccess.READ_ONLY);
        assertThat(register.hasEffects()).isTrue();
    }

    @Test
    void allAccessesAndEffectsOfTheStandardAreKnown() {
        for (String access : List.of("read-only", "write-only", "read-write", "writeOnce", "read-writeOnce")) {
            only(register("R", 0, "<access>" + access + "</access>"));
        }
        for (String write : List.of("oneToClear", "oneToSet", "oneToToggle", "zeroToClear", "zeroToSet", "zeroToToggle", "clear",
                "set", "modify")) {
            assertThat(only(register("R", 0, "<modifiedWriteValues>" + write + "</modifiedWriteValues>")).hasEffects()).isTrue();
        }
        for (String read : List.of("clear", "set", "modify", "modifyExternal")) {
            assertThat(only(register("R", 0, "<readAction>" + read + "</readAction>")).hasEffects()).isTrue();
        }
        assertThat(only(register("R", 0, "<access>writeOnce</access>")).access()).isEqualTo(BitAccess.WRITE_ONCE);
    }

    @Test
    void aRegisterWithoutAnAccessOfItsOwnCanDoWhatItsFieldsCan() {
        Register register = only(register("R", 0, """
                <fields><field><name>A</name><bitRange>[0:0]</bitRange><access>read-only</access></field></fields>"""));

        assertThat(register.access()).isEqualTo(BitAccess.READ_ONLY);
    }

    @Test
    void namedValuesMayLeaveBitsOpenAndComeFromElsewhere() {
        List<Register> registers = clean(peripheral("P", register("A", 0, """
                <fields><field><name>F</name><bitRange>[2:0]</bitRange>
                  <enumeratedValues><name>MODES</name><usage>read-write</usage>
                    <enumeratedValue><name>OFF</name><description>no power</description><value>0</value></enumeratedValue>
                    <enumeratedValue><name>FAST</name><value>#1xx</value></enumeratedValue>
                    <enumeratedValue><name>SLOW</name><value>0x2</value></enumeratedValue>
                    <enumeratedValue><name>OTHER</name><isDefault>true</isDefault></enumeratedValue>
                  </enumeratedValues></field></fields>""") + register("B", 4, """
                <fields><field><name>G</name><bitRange>[2:0]</bitRange>
                  <enumeratedValues derivedFrom="MODES"/></field>
                <field><name>H</name><bitRange>[5:3]</bitRange>
                  <enumeratedValues derivedFrom="A.F.MODES"/></field></fields>"""))).peripherals().getFirst().registers();

        List<Field.NamedValue> values = registers.getFirst().fields().getFirst().values();
        assertThat(values).extracting(Field.NamedValue::name).containsExactly("OFF", "FAST", "SLOW");
        assertThat(values.get(1).matches(0b101)).isTrue();
        assertThat(values.get(1).matches(0b001)).isFalse();
        assertThat(registers.get(1).fields()).allSatisfy(field -> assertThat(field.values()).isEqualTo(values));
    }

    @Test
    void interruptsAndAddressBlocksBelongToThePeripheral() {
        Peripheral peripheral = clean("""
                <peripheral><name>P</name><description>two
                   blocks</description><baseAddress>0xFFFFFFFF00000000</baseAddress>
                  <addressBlock><offset>0</offset><size>1k</size><usage>registers</usage><protection>s</protection></addressBlock>
                  <addressBlock><offset>0x800</offset><size>0x10</size><usage>reserved</usage></addressBlock>
                  <interrupt><name>TICK</name><description>once</description><value>7</value></interrupt>
                  <interrupt><name>TOCK</name><value>0x8</value></interrupt>
                </peripheral>""").peripherals().getFirst();

        assertThat(peripheral.description()).isEqualTo("two blocks");
        assertThat(peripheral.baseAddress()).isEqualTo(0xFFFF_FFFF_0000_0000L);
        assertThat(peripheral.size()).isEqualTo(0x810);
        assertThat(peripheral.interrupts()).containsExactly(new Peripheral.InterruptLine("TICK", "once", 7),
                new Peripheral.InterruptLine("TOCK", "", 8));
    }

    @Test
    void everyFormOfNumberOfTheStandardIsRead() {
        assertThat(only(register("R", 0, "<resetValue>+0X1aB</resetValue>")).reset()).isEqualTo(0x1AB);
        assertThat(only(register("R", 0, "<resetValue>#1010</resetValue>")).reset()).isEqualTo(10);
        assertThat(only(register("R", 0, "<resetValue>010</resetValue>")).reset()).isEqualTo(10);
        assertThat(only(register("R", 0, "<resetValue> 2K </resetValue>")).reset()).isEqualTo(2048);
        assertThat(only(register("R", 0, "<size>64</size><resetValue>0xFFFFFFFFFFFFFFFF</resetValue><resetMask>-1</resetMask>"
                .replace("-1", "0xFFFFFFFFFFFFFFFE"))).reset()).isEqualTo(-2);
    }

    @Test
    void aModelOfAPeripheralBehavesAsDescribed() throws Exception {
        Peripheral peripheral = clean(peripheral("P", register("IRQ", 0, """
                <access>read-write</access><resetValue>0xFF</resetValue>
                <modifiedWriteValues>oneToClear</modifiedWriteValues>""")
                + register("COUNT", 4, "<access>read-only</access><resetValue>5</resetValue><readAction>clear</readAction>")))
                .peripherals().getFirst();
        RegisterFile model = peripheral.toRegisterFile(new ManualClock());

        model.write(0, 1, 0x0F);

        assertThat(model.read(0, 4)).isEqualTo(0xF0);
        assertThat(model.read(4, 4)).isEqualTo(5);
        assertThat(model.read(4, 4)).isZero();
        assertThat(model.size()).isEqualTo(0x100);
    }

    @Test
    void vendorExtensionsAndWhatOnlyHeadersNeedAreIgnored() {
        Loaded loaded = load("""
                <peripheral><name>P</name><version>1</version><groupName>G</groupName><prependToName>P_</prependToName>
                  <appendToName>_S</appendToName><headerStructName>P_Type</headerStructName>
                  <disableCondition>x == 1</disableCondition><baseAddress>0</baseAddress>
                  <addressBlock><offset>0</offset><size>4</size><usage>registers</usage></addressBlock>
                  <registers><register><name>R</name><displayName>R!</displayName><addressOffset>0</addressOffset>
                    <dataType>uint32_t</dataType>
                    <writeConstraint><range><minimum>0</minimum><maximum>5</maximum></range></writeConstraint>
                  </register></registers>
                </peripheral></peripherals><vendorExtensions><anything><goes/></anything></vendorExtensions><peripherals>""");

        assertThat(loaded.problems()).extracting(Object::toString).noneMatch(problem -> problem.contains("anything"));
        assertThat(loaded.device()).isPresent();
    }
}
