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
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
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
        return new DemoCommand(new AdminStub(), Duration.ZERO, new PrintStream(out, true), new PrintStream(err, true))
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
    void Plays_every_scenario_the_highest_ranking_first_and_ends_0() {
        assertThat(demo()).isZero();
        assertThat(errors()).isEmpty();
        assertThat(out.toString()).containsSubsequence("first: a scenario called first", "one and one", "drawing:", "swap:",
                "3 checks, all right");
    }

    @Test
    void Without_arguments_draws_and_leaves_the_picture_in_the_working_directory() {
        demo();
        assertThat(drawing.played).containsExactly(new DemoOptions(Optional.empty(), Path.of("devmap-demo.png")));
    }

    @Test
    void Gives_image_and_out_to_the_scenarios() throws IOException {
        Path image = file("picture.png");
        Path target = directory.resolve("copy.png");
        assertThat(demo("--out", target.toString(), image.toString())).isZero();
        assertThat(drawing.played).containsExactly(new DemoOptions(Optional.of(image), target));
    }

    @Test
    void Options_may_stand_behind_the_image_and_be_joined_to_their_values() throws IOException {
        Path image = file("picture.png");
        Path target = directory.resolve("copy.png");
        assertThat(demo(image.toString(), "--out=" + target, "--backend=sim")).isZero();
        assertThat(drawing.played).containsExactly(new DemoOptions(Optional.of(image), target));
    }

    @Test
    void Behind_two_dashes_nothing_is_an_option() {
        assertRefused(demo("--", "--out"), "--out: no such file");
    }

    @Test
    void A_scenarios_name_selects_it_and_is_never_an_image() {
        assertThat(demo("swap")).isZero();
        assertThat(swap.played).hasSize(1);
        assertThat(first.played).isEmpty();
        assertThat(drawing.played).isEmpty();
    }

    @Test
    void A_file_with_a_scenarios_name_is_an_image_with_its_directory() throws IOException {
        Path image = file("swap");
        assertThat(demo(image.toString(), "--out", directory.resolve("copy.png").toString())).isZero();
        assertThat(drawing.played).extracting(DemoOptions::image).containsExactly(Optional.of(image));
        assertThat(swap.played).hasSize(1);
    }

    @Test
    void A_backend_that_is_there_is_accepted() {
        assertThat(demo("--backend", "ffm")).isZero();
    }

    @Test
    void An_unknown_backend_is_refused_naming_those_there_are() {
        assertRefused(demo("--backend", "foo"), "--backend foo", "sim, ffm");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--colour", "-x", "-", "--outfile", "--backends=sim"})
    void An_unknown_option_is_refused_naming_those_there_are(String option) {
        assertRefused(demo(option), option + ": no such option", "--backend NAME", "--out FILE.png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--backend", "--out"})
    void An_option_without_its_value_is_refused(String option) {
        assertRefused(demo(option), option + ": needs a value");
    }

    @Test
    void An_empty_name_is_no_file() {
        assertRefused(demo(""), "'' is no name of a file");
        err.reset();
        assertRefused(demo("--out", ""), "'' is no name of a file");
    }

    @Test
    void A_missing_image_is_refused() {
        assertRefused(demo(directory.resolve("none.png").toString()), "none.png: no such file");
    }

    @Test
    void A_directory_is_no_image() {
        assertRefused(demo(directory.toString()), directory + ": is a directory");
    }

    @Test
    void Two_images_are_one_too_many() {
        assertRefused(demo("a.png", "b.png"), "a.png, b.png: more than one IMAGE");
    }

    @Test
    void Out_in_a_directory_that_does_not_exist_is_refused() {
        assertRefused(demo("--out", directory.resolve("none/copy.png").toString()), "there is no directory " + directory.resolve("none"));
    }

    @Test
    void Out_that_is_a_directory_is_refused() {
        assertRefused(demo("--out", directory.toString()), directory + ": is a directory");
        err.reset();
        assertRefused(demo("--out", "/"), "/: is a directory");
    }

    @Test
    void The_image_itself_is_not_overwritten() throws IOException {
        Path image = file("picture.png");
        assertRefused(demo("--out", directory.resolve("./picture.png").toString(), image.toString()), "is the IMAGE itself");
    }

    @Test
    void Image_and_out_are_refused_if_nothing_draws() {
        assertRefused(demo("first", "--out", directory.resolve("copy.png").toString()), "first: draws nothing");
    }

    @Test
    void What_any_scenario_refuses_keeps_all_from_being_played() {
        Scenario particular = new PlainScenario("particular") {
            @Override
            public void check(DemoOptions options) throws BadInput {
                throw new BadInput("picture.png: is no picture");
            }
        };
        assertRefused(demo(List.of(particular, first)), "picture.png: is no picture");
    }

    @Test
    void Something_unexpected_ends_1_with_what_was_expected_and_what_came() {
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
    void A_success_where_a_refusal_is_expected_ends_1() {
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
    void A_failure_ends_1_with_its_causes() {
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
    void A_device_without_driver_ends_1_with_the_reason() {
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
    void A_device_that_is_missing_ends_1_and_says_so() {
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
    void Without_scenarios_ends_1() {
        assertThat(demo(List.of())).isEqualTo(1);
        assertThat(errors()).singleElement().asString().contains("expected scenarios to play, came none");
    }
}
