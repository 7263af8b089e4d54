package org.devmap.conformance.property;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Supplier;
import org.devmap.Protection;
import org.devmap.backend.MemoryProvider;
import org.devmap.conformance.Backend;
import org.devmap.embed.DevmapSystem;
import org.junit.jupiter.api.Test;

/** An oracle with a wrong rule disagrees with the framework, as a right one with a defect: it must be found, and be short. */
class PlantedDefectTest {

    private static final long SEED = 20_260_101;
    /** No single step can be dropped, but steps that could be replaced by one may remain. */
    private static final int MOST_STEPS = 6;

    @Test
    void anOracleThatKeepsTranslationsOverProtNoneIsFoundInAFewSteps() {
        PropertyReport report = run(() -> new Oracle() {
            @Override
            void changeProtection(Page page, Protection prot) {
                page.prot = prot;
            }
        });
        expectShort(report, Property.TRANSLATIONS, Operation.Mprotect.class);
    }

    @Test
    void anOracleThatForgetsAnUnloadIsFoundInAFewSteps() {
        PropertyReport report = run(() -> new Oracle() {
            @Override
            void unload(Piece piece, long first, int pages) {
                if (pages != 2) {
                    super.unload(piece, first, pages);
                }
            }
        });
        assertThat(report.holds()).isFalse();
        assertThat(report.counterExample().orElseThrow().property()).contains(Property.TRANSLATIONS);
        assertThat(report.counterExample().orElseThrow().steps()).hasSizeLessThanOrEqualTo(MOST_STEPS);
    }

    @Test
    void anOracleThatExpectsEveryMmapToSucceedIsFoundInOneStep() {
        PropertyReport report = run(() -> new Oracle() {
            @Override
            boolean describes(Operation.Mmap mmap) {
                return true;
            }
        });
        expectShort(report, Property.FAILING_MMAP, Operation.Mmap.class);
        assertThat(report.counterExample().orElseThrow().steps()).hasSize(1);
    }

    @Test
    void theSameSeedFindsTheSameSequence() {
        Supplier<Oracle> wrong = () -> new Oracle() {
            @Override
            boolean maps(Operation.Mmap mmap) {
                return true;
            }
        };
        List<Operation> first = run(wrong).counterExample().orElseThrow().steps();
        assertThat(run(wrong).counterExample().orElseThrow().steps()).isEqualTo(first);
    }

    @Test
    void theReportShowsTheSeedAndTheStepsAsPeopleReadThem() {
        PropertyReport report = run(() -> new Oracle() {
            @Override
            boolean maps(Operation.Mmap mmap) {
                return true;
            }
        });
        assertThat(report.lines().getFirst()).contains("BROKEN", "seed " + SEED);
        assertThat(report.lines().get(1)).startsWith("property 6: a failing mmap leaves the address space as it was");
        assertThat(report.lines().get(2)).startsWith("    1. p").contains(" mmap ", "map refuses");
        assertThat(report.lines().getLast()).startsWith("  then: mmap must succeed, but: ");
    }

    private static void expectShort(PropertyReport report, Property property, Class<? extends Operation> last) {
        CounterExample found = report.counterExample().orElseThrow();
        assertThat(found.property()).contains(property);
        assertThat(found.steps()).hasSizeLessThanOrEqualTo(MOST_STEPS);
        assertThat(found.steps().getLast()).isInstanceOf(last);
    }

    private static PropertyReport run(Supplier<Oracle> oracles) {
        MemoryProvider sim = ServiceLoader.load(MemoryProvider.class).stream().map(ServiceLoader.Provider::get)
                .filter(provider -> provider.name().equals("sim")).findFirst().orElseThrow();
        return new PropertyRun(DevmapSystem::create, Backend.hosting(sim), oracles).run(20_000, SEED);
    }
}
