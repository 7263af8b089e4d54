package org.devmap.itests.races;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private static final String LOG = """
            .......... [OK] org.devmap.runtime.translation.UnloadRace.GuardedAdd

                   RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
                  0, 0, 0      352   45.60%  Acceptable  Each once, none late.

            RUN RESULTS:
              Interesting tests: 1 matching test results.

            .......... [OK] org.devmap.runtime.translation.OrderRace.Unordered

              RESULT  SAMPLES     FREQ       EXPECT  DESCRIPTION
                0, 0  285,795   20.70%  Interesting  Both loads were made before the stores.
                0, 1  750,991   54.41%   Acceptable  One was first.

              Failed tests: 1 matching test results.

            ...... [FAILED] org.devmap.runtime.translation.LoadRace.GuardedLoad

              Results across all configurations:

                   RESULT  SAMPLES     FREQ      EXPECT  DESCRIPTION
                  0, 0     90,081   93.16%  Acceptable  Nothing foreign was seen.
                  1, 1         66   <0.01%   Forbidden  A load was late.

              Error tests: 1 matching test results.

            ....... [ERROR] org.devmap.runtime.translation.RemapRace.DirectAdd

            .......... [OK] org.devmap.runtime.translation.UnloadRace.GuardedAdd

                  0, 0, 0      352   45.60%  Acceptable  Each once, none late.
                  0, 0, 1      418   54.15%  Acceptable  Each once, none late.
            """;

    @Test
    void aLogIsReadFromWhereTheResultsOfAllConfigurationsBegin() {
        assertThat(Verdict.of(LOG.lines().toList())).containsExactly(
                new Verdict("OrderRace.Unordered", true, 1_036_786, 0, 285_795),
                new Verdict("LoadRace.GuardedLoad", false, 90_147, 66, 0),
                new Verdict("RemapRace.DirectAdd", false, 0, 0, 0),
                new Verdict("UnloadRace.GuardedAdd", true, 770, 0, 0));
    }

    @Test
    void aLogWithoutResultsHasNoVerdicts() {
        assertThat(Verdict.of(LOG.lines().limit(3).toList())).isEqualTo(List.of());
    }
}
