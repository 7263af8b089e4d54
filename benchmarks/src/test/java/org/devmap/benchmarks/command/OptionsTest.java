package org.devmap.benchmarks.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;
import org.devmap.benchmarks.table.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {

    @Test
    void withoutArgumentsTheWholeTableIsMeantInFull() {
        Options options = Options.parse(List.of());
        assertThat(options.table().name()).isEqualTo("access");
        assertThat(options.rows()).isEqualTo(options.table().rows()).hasSizeGreaterThan(30);
        assertThat(options.quick()).isFalse();
        assertThat(options.json()).isEmpty();
    }

    @Test
    void everyArgumentIsRead() {
        Options options = Options.parse(List.of("access", "--quick", "--only", "cycle, self,cycle", "--json", "a.json",
                "--charts", "c"));
        assertThat(options.rows()).extracting(Row::id).containsExactly("cycle", "self");
        assertThat(options.quick()).isTrue();
        assertThat(options.json()).contains(Path.of("a.json"));
        assertThat(options.charts()).contains(Path.of("c"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--fast           | unknown argument '--fast'",
        "access access    | unknown argument 'access'",
        "nothing          | no table 'nothing'; there are: access",
        "--only           | --only needs a value",
        "--only self,nope | no row 'nope' in table access; there are: self, get-int-seq",
        "--json pom.xml/r.json | pom.xml/r.json: there is no folder ",
        "--json src | src is a folder; name a file",
        "--charts pom.xml/c | pom.xml/c cannot be a folder of results: ",
        "--results pom.xml | pom.xml cannot be a folder of results: ",
        "--quick --results r | --results keeps what a full run measured: leave out --quick"})
    void whatMakesNoSenseIsRefusedWithWhatWould(String arguments, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(List.of(arguments.split(" "))))
                .withMessageStartingWith(message);
    }
}
