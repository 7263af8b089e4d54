package org.devmap.backend.sim.svd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.devmap.backend.sim.svd.Svd.load;
import static org.devmap.backend.sim.svd.Svd.loadFile;
import static org.devmap.backend.sim.svd.Svd.peripheral;
import static org.devmap.backend.sim.svd.Svd.register;

import java.util.List;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Problem;
import org.devmap.backend.sim.register.Field;
import org.devmap.backend.sim.register.Register;
import org.junit.jupiter.api.Test;

class SvdProblemsTest {

    private static String field(String place) {
        return register("R", 0, "<fields><field><name>F</name>" + place + "</field></fields>");
    }

    private static void assertError(String registers, String... words) {
        Loaded loaded = load(peripheral("P", registers));
        assertThat(loaded.device()).as("loaded in spite of an error").isEmpty();
        assertThat(loaded.problems()).extracting(Problem::severity).contains(Problem.Severity.ERROR);
        assertThat(loaded.problems().toString()).contains(words);
    }

    /** The one register of a description that loads with exactly one warning. */
    private static Register assertWarning(String registers, String... words) {
        Loaded loaded = load(peripheral("P", registers));
        assertThat(loaded.problems()).singleElement().satisfies(
                problem -> assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING),
                problem -> assertThat(problem.toString()).contains(words));
        List<Register> all = loaded.device().orElseThrow().peripherals().getFirst().registers();
        return all.isEmpty() ? null : all.getLast();
    }

    @Test
    void allProblemsAreInOneReportWithFileLineAndPath() {
        Loaded loaded = load("""
                <peripheral><name>P</name><baseAddress>here</baseAddress><registers>
                <register><name>R</name><addressOffset>0x0</addressOffset><size>99</size></register>
                <register><name>S</name>
                  <fields><field><name>F</name><bitRange>7..0</bitRange></field></fields></register>
                </registers></peripheral>
                """);

        int first = Svd.firstLine();
        assertThat(loaded.device()).isEmpty();
        assertThat(loaded.problems()).filteredOn(problem -> problem.severity() == Problem.Severity.ERROR)
                .extracting(Problem::toString).containsExactly(
                        "test.svd:" + first + ": error: peripheral P, baseAddress: \"here\" is no number; write it decimal, "
                        + "as 0x "
                                + "hexadecimal or as # binary, and not negative",
                        "test.svd:" + (first + 1) + ": error: peripheral P, register R: size 99 must be 8, 16, 32 or 64 bits",
                        "test.svd:" + (first + 2) + ": error: peripheral P, register S: a register needs an <addressOffset>");
    }

    @Test
    void aFieldWithoutAPlaceOrWithOneInDoubtIsAnError() {
        assertError(field(""), "a field needs <bitRange>");
        assertError(field("<bitRange>x</bitRange>"), "[msb:lsb]");
        assertError(field("<lsb>3</lsb>"), "<lsb> and <msb> belong together");
        assertError(field("<bitWidth>3</bitWidth>"), "<bitOffset>");
        assertError(field("<bitOffset>0</bitOffset><bitWidth>0</bitWidth>"), "at least 1");
        assertError(field("<bitOffset>64</bitOffset>"), "above 63");
        assertError(field("<bitRange>[3:0]</bitRange><lsb>1</lsb><msb>3</msb>"), "do not agree", "[3:0]", "[3:1]");
        assertError(field("<bitRange>[70:0]</bitRange>"), "bit 70");
    }

    @Test
    void aSloppyButClearPlaceIsAWarning() {
        assertThat(assertWarning(field("<bitRange>7:4</bitRange>"), "[msb:lsb]").fields()).extracting(Field::lsb)
                .containsExactly(4);
        assertThat(assertWarning(field("<bitRange>[5]</bitRange>"), "[msb:lsb]").fields()).extracting(Field::lsb)
                .containsExactly(5);
        assertThat(assertWarning(field("<bitRange>[4:7]</bitRange>"), "other way round").fields())
                .extracting(Field::bits).containsExactly(4);
        assertThat(assertWarning(field("<bitOffset>2</bitOffset>"), "one bit is taken").fields())
                .extracting(Field::bits).containsExactly(1);
        assertThat(assertWarning(field("<lsb>0</lsb><msb>3</msb><bitRange>[3:0]</bitRange>"), "one is enough").fields())
                .extracting(Field::bits).containsExactly(4);
        assertThat(assertWarning(field("<bitRange>[32:0]</bitRange>"), "outside the register of 32 bits").fields()).isEmpty();
    }

    @Test
    void numbersThatAreNoneAreErrors() {
        for (String number : List.of("", "-1", "0x", "0xG", "12ab", "#", "#12", "1 2", "1.5", "0x1FFFFFFFFFFFFFFFF",
                "999999999999t")) {
            assertError(register("R", 0, "<resetValue>" + number + "</resetValue>"), "peripheral P, register R, resetValue",
                    number);
        }
        assertError("<register><name>R</name><addressOffset>0x20000000000</addressOffset></register>",
                "no peripheral is that large");
    }

    @Test
    void numbersAsVendorsWriteThemAreWarnings() {
        assertThat(assertWarning(register("R", 0, "<resetValue>0b1010</resetValue>"), "#").reset()).isEqualTo(10);
        assertThat(assertWarning(register("R", 0, "<resetValue>0x12_34</resetValue>"), "underscores").reset()).isEqualTo(0x1234);
        assertThat(assertWarning(register("R", 0, "<size>16</size><resetValue>0x12345</resetValue>"), "more than 16 bits")
                .reset())
                .isEqualTo(0x2345);
        assertThat(assertWarning(register("R", 0, "<size>24</size>"), "size 24", "32 are taken").width()).isEqualTo(4);
    }

    @Test
    void wordsAreThoseOfTheStandardOrDifferInCapitalsOnly() {
        assertError(register("R", 0, "<access>rw</access>"), "\"rw\" must be one of", "read-writeOnce");
        assertError(register("R", 0, "<readAction>destroy</readAction>"), "modifyExternal");
        assertError(register("R", 0, "<modifiedWriteValues>w1c</modifiedWriteValues>"), "oneToClear");
        assertWarning(register("R", 0, "<access>Read-WriteOnce</access>"), "is spelled read-writeOnce");
        assertWarning(register("R", 0, "<protection>S</protection>"), "is spelled s");
    }

    @Test
    void registersOfOneDirectionThatOverlapUndeclaredAreAWarning() {
        assertWarning(register("R", 0, "") + register("S", 2, "<size>16</size>"), "S (0x2, 2 bytes) overlaps R (0x0, 4 bytes)");
    }

    @Test
    void registersThatOverlapDeclaredOrInOppositeDirectionsAreFine() {
        assertThat(load(peripheral("P", register("R", 0, "")
                + "<register><name>S</name><alternateRegister>R</alternateRegister><addressOffset>0</addressOffset></register>"
                + "<register><name>T</name><alternateGroup>G</alternateGroup><addressOffset>0</addressOffset></register>"
                + register("IN", 8, "<access>read-only</access>") + register("OUT", 8, "<access>write-only</access>")))
                .problems()).isEmpty();
    }

    @Test
    void peripheralsThatShareAddressesSaySo() {
        String second = "<peripheral><name>Q</name>%s<baseAddress>0x10FF</baseAddress>"
                + "<addressBlock><offset>0</offset><size>1</size><usage>registers</usage></addressBlock></peripheral>";

        assertThat(load(peripheral("P", "") + second.formatted("")).problems()).singleElement().asString()
                .contains("peripheral Q", "0x10ff", "belong to peripheral P");
        assertThat(load(peripheral("P", "") + second.formatted("<alternatePeripheral>P</alternatePeripheral>")).problems())
                .isEmpty();
    }

    @Test
    void namesThatOccurTwiceAreKeptApart() {
        assertThat(assertWarning(register("R", 0, "") + register("R", 4, ""), "another register R").name()).isEqualTo("R@0x4");
        assertThat(assertWarning(register("R", 0, """
                <fields><field><name>RES</name><bitRange>[0:0]</bitRange></field>
                <field><name>RES</name><bitRange>[9:8]</bitRange></field></fields>"""), "another field RES").fields())
                .extracting(Field::name).containsExactly("RES", "RES@8");
        assertThat(load(peripheral("P", "") + peripheral("P", "")).device()).isEmpty();
    }

    @Test
    void arraysThatCannotBeAreErrors() {
        String array = "<register>%s<name>%s</name><addressOffset>0</addressOffset></register>";
        assertError(array.formatted("", "R%s"), "%s in the name needs <dim>");
        assertError(array.formatted("<dim>2</dim>", "R%s"), "<dim> needs a <dimIncrement>");
        assertError(array.formatted("<dim>2</dim><dimIncrement>4</dimIncrement>", "R"), "needs %s in the name");
        assertError(array.formatted("<dim>0</dim><dimIncrement>4</dimIncrement>", "R%s"), "at least 1");
        assertError(array.formatted("<dim>4294967295</dim><dimIncrement>4</dimIncrement>", "R%s"), "no array is that long");
        assertError(array.formatted("<dim>3</dim><dimIncrement>4</dimIncrement><dimIndex>0-1</dimIndex>", "R%s"),
                "2 indexes for <dim> 3");
        assertError(array.formatted("<dim>3</dim><dimIncrement>4</dimIncrement><dimIndex>2-0</dimIndex>", "R%s"),
                "is no index list");
        assertWarning(array.formatted("<dim>1</dim><dimIncrement>4</dimIncrement><dimIndex>0-3</dimIndex>", "R%s"),
                "the first 1");
    }

    @Test
    void arraysInArraysHaveALimit() {
        String many = "<dim>60000</dim><dimIncrement>4</dimIncrement>";
        assertError("<cluster>" + many + "<name>C%s</name><addressOffset>0</addressOffset><register>" + many
                + "<name>R%s</name><addressOffset>0</addressOffset></register></cluster>", "more than 200000 registers");
    }

    @Test
    void aMisalignedRegisterIsLeftOut() {
        assertThat(assertWarning(register("R", 2, ""), "0x2", "no multiple of its 4 bytes", "left out")).isNull();
    }

    @Test
    void aRegisterOutsideTheAddressBlocksIsAWarning() {
        assertWarning(register("R", 0x100, ""), "1 of 1 registers lie outside", "R (0x100, 4 bytes)");
    }

    @Test
    void strangersAndDisorderAreSaidOnce() {
        Loaded loaded = load(peripheral("P", register("A", 0, "<colour>red</colour>")
                + register("B", 4, "<colour>red</colour>")));
        assertThat(loaded.problems()).singleElement().asString().contains("colour");

        loaded = load(peripheral("P", "<register><addressOffset>0</addressOffset><name>A</name></register>"
                + "<register><addressOffset>4</addressOffset><name>B</name></register>"));
        assertThat(loaded.problems()).singleElement().asString().contains("order");
    }

    @Test
    void enumeratedValuesThatDoNotFitAreLeftOut() {
        Register register = assertWarning(field("<bitRange>[1:0]</bitRange><enumeratedValues><enumeratedValue><name>BIG</name>"
                + "<value>4</value></enumeratedValue></enumeratedValues>"), "enumeratedValue BIG", "does not fit into 2 bits");

        assertThat(register.fields().getFirst().values()).isEmpty();
    }

    @Test
    void whatIsNoDescriptionIsOneError() {
        assertThat(loadFile("").problems()).singleElement().asString().contains("not well-formed XML");
        assertThat(loadFile("<device><name>").problems()).singleElement().asString()
                .contains("test.svd:1", "not well-formed XML");
        assertThat(loadFile("<html/>").problems()).singleElement().asString().contains("<html>", "not <device>");
        assertThat(loadFile("<device><name>D</name></device>").problems()).last().asString()
                .contains("at least one <peripheral>");
    }

    @Test
    void nothingOutsideTheFileIsReached() {
        assertThat(loadFile("<!DOCTYPE device SYSTEM \"file:///etc/hostname\"><device/>").problems()).singleElement().asString()
                .contains("document type declaration");
        assertThat(loadFile("<!DOCTYPE d [<!ENTITY a \"aaaa\">]><device><name>&a;</name></device>").problems()).singleElement()
                .asString().contains("document type declaration");
        assertThat(loadFile("<device><name>&nobody;</name></device>").device()).isEmpty();
    }

    @Test
    void nestingWithoutEndIsAnError() {
        assertThat(loadFile("<device>".repeat(100_000)).problems()).singleElement().asString().contains("nested deeper");
    }

    @Test
    void aFileFullOfErrorsIsReportedToALimit() {
        Loaded loaded = load(peripheral("P", register("R", 0, "<access>?</access>").repeat(20_000)));

        assertThat(loaded.device()).isEmpty();
        assertThat(loaded.problems()).hasSize(10_000);
    }
}
