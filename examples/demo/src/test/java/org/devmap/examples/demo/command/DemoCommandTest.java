package org.devmap.examples.demo.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.devmap.DdiException;
import org.devmap.Errno;
import org.devmap.examples.demo.BadInput;
import org.devmap.examples.demo.DemoOptions;
import org.devmap.examples.demo.Narrator;
import org.devmap.examples.demo.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoCommandTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private final PlainScenario first = new PlainScenario("first");
    private final PlainScenario swap = new PlainScenario("swap");
    private final PlainScenario drawing = new PlainScenario("drawing") {
        @Override
        public boolean draws() {
            return true;
        }
    };

    private int demo(List<Scenario> ascending, String... arguments) {
        return new DemoCommand(AdminStub.admin(), Duration.ZERO, new PrintStream(out, true), new PrintStream(err, true))
                .with(ascending).apply(List.of(arguments));
    }

    private int demo(String... arguments) {
        return demo(List.of(swap, drawing, first), arguments);
    }

    private List<String> errors() {
        return err.toString().lines().toList();
    }

    private void assertRefused(int status, String... words) {
        assertThat(status).isEqualTo(2);
        assertThat(errors()).singleElement().asString().startsWith("devmap: demo: ").contains(words);
        assertThat(out.toString()).isEmpty();
        assertThat(List.of(first, drawing, swap)).allSatisfy(scenario -> assertThat(scenario.played).isEmpty());
    }

    private Path file(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "no picture");
    }

    @Test
    void playsEveryScenarioTheHighestRankingFirstAndEnds0() {
        assertThat(demo()).isZero();
        assertThat(errors()).isEmpty();
        assertThat(out.toString()).containsSubsequence("first: a scenario called first", "one and one", "drawing:", "swap:",
                "3 checks, all right");
    }

    @Test
    void withoutArgumentsDrawsAndLeavesThePictureInTheWorkingDirectory() {
        demo();
        assertThat(drawing.played).containsExactly(new DemoOptions(Optional.empty(), Path.of("devmap-demo.png")));
    }

    @Test
    void givesImageAndOutToTheScenarios() throws IOException {
        Path image = file("picture.png");
        Path target = directory.resolve("copy.png");
        assertThat(demo("--out", target.toString(), image.toString())).isZero();
        assertThat(drawing.played).containsExactly(new DemoOptions(Optional.of(image), target));
    }

    @Test
    void optionsMayStandBehindTheImageAndBeJoinedToTheirValues() throws IOException {
        Path image = file("picture.png");
        Path target = directory.resolve("copy.png");
        assertThat(demo(image.toString(), "--out=" + target, "--backend=sim")).isZero();
        assertThat(drawing.played).containsExactly(new DemoOptions(Optional.of(image), target));
    }

    @Test
    void behindTwoDashesNothingIsAnOption() {
        assertRefused(demo("--", "--out"), "--out: no such file");
    }

    @Test
    void aScenariosNameSelectsItAndIsNeverAnImage() {
        assertThat(demo("swap")).isZero();
        assertThat(swap.played).hasSize(1);
        assertThat(first.played).isEmpty();
        assertThat(drawing.played).isEmpty();
    }

    @Test
    void whatTakesLongIsPlayedIfAskedForByName() {
        PlainScenario lasting = new PlainScenario("lasting", false);
        assertThat(demo(List.of(lasting, first))).isZero();
        assertThat(lasting.played).isEmpty();
        assertThat(first.played).hasSize(1);
        assertThat(demo(List.of(lasting, first), "lasting")).isZero();
        assertThat(lasting.played).hasSize(1);
    }

    @Test
    void aFileWithAScenariosNameIsAnImageWithItsDirectory() throws IOException {
        Path image = file("swap");
        assertThat(demo(image.toString(), "--out", directory.resolve("copy.png").toString())).isZero();
        assertThat(drawing.played).extracting(DemoOptions::image).containsExactly(Optional.of(image));
        assertThat(swap.played).hasSize(1);
    }

    @Test
    void aBackendThatIsThereIsAccepted() {
        assertThat(demo("--backend", "sim")).isZero();
        assertThat(out.toString()).startsWith("memory is hosted by sim");
    }

    @Test
    void aBackendThatHasDevicesOnlyIsAccepted() {
        assertThat(demo("--backend", "cards")).isZero();
        assertThat(out.toString()).startsWith("memory is hosted by sim");
    }

    @Test
    void aBackendThatIsThereButHostsNothingIsRefusedNamingWhoDoes() {
        assertRefused(demo("--backend", "ffm"), "--backend ffm: here sim hosts new memory; start with ./devmap --backend ffm");
    }

    @Test
    void anUnknownBackendIsRefusedNamingThoseThereAre() {
        assertRefused(demo("--backend", "foo"), "--backend foo", "sim, ffm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--colour", "-x", "-", "--outfile", "--backends=sim"})
    void anUnknownOptionIsRefusedNamingThoseThereAre(String option) {
        assertRefused(demo(option), option + ": no such option", "--backend NAME", "--out FILE.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--backend", "--out"})
    void anOptionWithoutItsValueIsRefused(String option) {
        assertRefused(demo(option), option + ": needs a value");
    }

    @Test
    void anEmptyNameIsNoFile() {
        assertRefused(demo(""), "'' is no name of a file");
        err.reset();
        assertRefused(demo("--out", ""), "'' is no name of a file");
    }

    @Test
    void aMissingImageIsRefused() {
        assertRefused(demo(directory.resolve("none.png").toString()),
                "none.png: no such file, and no scenario of that name; there are ", first.name(), swap.name());
    }

    @Test
    void aDirectoryIsNoImage() {
        assertRefused(demo(directory.toString()), directory + ": is a directory");
    }

    @Test
    void twoImagesAreOneTooMany() {
        assertRefused(demo("a.png", "b.png"), "a.png, b.png: more than one IMAGE");
    }

    @Test
    void outInADirectoryThatDoesNotExistIsRefused() {
        Path nowhere = directory.resolve("none");
        assertRefused(demo("--out", nowhere.resolve("copy.png").toString()), "there is no directory " + nowhere);
    }

    @Test
    void outThatIsADirectoryIsRefused() {
        assertRefused(demo("--out", directory.toString()), directory + ": is a directory");
        err.reset();
        assertRefused(demo("--out", "/"), "/: is a directory");
    }

    @Test
    void theImageItselfIsNotOverwritten() throws IOException {
        Path image = file("picture.png");
        assertRefused(demo("--out", directory.resolve("./picture.png").toString(), image.toString()), "is the IMAGE itself");
    }

    @Test
    void imageAndOutAreRefusedIfNothingDraws() {
        assertRefused(demo("first", "--out", directory.resolve("copy.png").toString()), "first: draws nothing");
    }

    @Test
    void whatAnyScenarioRefusesKeepsAllFromBeingPlayed() {
        Scenario particular = new PlainScenario("particular") {
            @Override
            public void check(DemoOptions options) throws BadInput {
                throw new BadInput("picture.png: is no picture");
            }
        };
        assertRefused(demo(List.of(particular, first)), "picture.png: is no picture");
    }

    @Test
    void somethingUnexpectedEnds1WithWhatWasExpectedAndWhatCame() {
        Scenario wrong = new PlainScenario("wrong") {
            @Override
            public void play(DemoOptions options, Narrator narrator) throws Exception {
                narrator.expect("one and one", 3, 1 + 1, "arithmetic");
            }
        };
        assertThat(demo(List.of(wrong))).isEqualTo(1);
        assertThat(errors()).containsExactly("devmap: demo: one and one: expected 3, came 2; arithmetic");
        assertThat(out.toString()).doesNotContain("all right");
    }

    @Test
    void aRefusalWithAnotherNumberEnds1WithItsReason() {
        Scenario wrong = new PlainScenario("wrong") {
            @Override
            public void play(DemoOptions options, Narrator narrator) throws Exception {
                narrator.expectRefusal("mmap", Errno.ENXIO, () -> {
                    throw new DdiException(Errno.ENOMEM, "no address");
                }, "S-372");
            }
        };
        assertThat(demo(List.of(wrong))).isEqualTo(1);
        assertThat(errors()).containsExactly("devmap: demo: mmap: expected ENXIO, came ENOMEM; S-372",
                "devmap: demo: because of org.devmap.DdiException: ENOMEM: no address");
    }

    @Test
    void aSuccessWhereARefusalIsExpectedEnds1() {
        Scenario wrong = new PlainScenario("wrong") {
            @Override
            public void play(DemoOptions options, Narrator narrator) throws Exception {
                narrator.expectRefusal("mmap", Errno.ENXIO, () -> { }, "S-372");
            }
        };
        assertThat(demo(List.of(wrong))).isEqualTo(1);
        assertThat(errors()).containsExactly("devmap: demo: mmap: expected ENXIO, came success; S-372");
    }

    @Test
    void aFailureEnds1WithItsCauses() {
        Scenario failing = new PlainScenario("failing") {
            @Override
            public void play(DemoOptions options, Narrator narrator) throws Exception {
                throw new DdiException(Errno.ENXIO, "mmap", new DdiException(Errno.EINVAL, "offset 1 is odd"));
            }
        };
        assertThat(demo(List.of(failing))).isEqualTo(1);
        assertThat(errors()).containsExactly(
                "devmap: demo: failing: expected no failure, came org.devmap.DdiException: ENXIO: mmap",
                "devmap: demo: because of org.devmap.DdiException: EINVAL: offset 1 is odd");
    }

    @Test
    void aDeviceWithoutDriverEnds1WithTheReason() {
        Scenario waiting = new PlainScenario("waiting") {
            @Override
            public List<String> devices() {
                return List.of(AdminStub.FAULTED);
            }
        };
        assertThat(demo(List.of(first, waiting))).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("faulted0", "FAULTED: ENXIO: no such card");
        assertThat(first.played).isEmpty();
    }

    @Test
    void aDeviceThatIsMissingEnds1AndSaysSo() {
        Scenario waiting = new PlainScenario("waiting") {
            @Override
            public List<String> devices() {
                return List.of("missing0");
            }
        };
        assertThat(demo(List.of(waiting))).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("missing0", "no such device");
    }

    @Test
    void withoutScenariosEnds1() {
        assertThat(demo(List.of())).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("expected scenarios to play, came none");
    }
}
