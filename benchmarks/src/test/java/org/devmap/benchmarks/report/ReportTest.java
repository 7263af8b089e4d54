package org.devmap.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.devmap.benchmarks.measure.Interval;
import org.devmap.benchmarks.measure.Pair;
import org.devmap.benchmarks.run.Result;
import org.devmap.benchmarks.run.Verdict;
import org.devmap.benchmarks.table.Group;
import org.devmap.benchmarks.table.Row;
import org.devmap.benchmarks.table.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

    private final Locale before = Locale.getDefault();

    @TempDir
    private Path directory;

    /** Figures must not follow the language of whoever measures. */
    @BeforeEach
    void speakGerman() {
        Locale.setDefault(Locale.GERMANY);
    }

    @AfterEach
    void speakAsBefore() {
        Locale.setDefault(before);
    }

    private static Result result(String id, String what, Optional<Target> target, Interval ratio, Verdict verdict) {
        Row row = new Row(id, Group.PLAIN, what, "raw", target, "ns", Row.How.LOOPS, _ -> Pair.of(_ -> 1, _ -> 1));
        return new Result(row, ratio, 12345.678, 0.25, verdict);
    }

    private static final Result MISSED = result("get", "say \"a<b\"\n", Optional.of(Target.atMost(1.05)),
            new Interval(1.2, 1.25, 1.4), Verdict.MISSED);
    private static final Result SEEN = result("other-library", "w", Optional.empty(),
            new Interval(0.01, 0.0123456, 0.02),
            Verdict.NO_TARGET);

    @Test
    void jsonIsWhatProgramsExpect() {
        assertThat(Json.of(List.of(MISSED, SEEN))).isEqualTo("""
                [
                  {"id": "get", "what": "say \\"a<b\\"\\u000a", "against": "raw", "ratio": 1.25, "target": 1.05, "met": false, \
                "ours": 12346, "theirs": 0.25, "unit": "ns"},
                  {"id": "other-library", "what": "w", "against": "raw", "ratio": 0.012346, "target": null, "met": null, \
                "ours": 12346, "theirs": 0.25, "unit": "ns"}
                ]
                """);
    }

    @Test
    void onlyATargetThatIsMetIsMet() {
        for (Verdict verdict : List.of(Verdict.MET, Verdict.MISSED, Verdict.UNSETTLED, Verdict.TOO_FEW)) {
            Result result = result("r", "w", Optional.of(Target.atMost(1)), new Interval(1, 1, 1), verdict);
            assertThat(Json.of(List.of(result))).contains("\"met\": " + (verdict == Verdict.MET) + ",");
        }
    }

    @Test
    void columnsAreAlignedAndWideIntervalsAreMarked() {
        List<String> lines = TextTable.lines(List.of(result("get", "w", Optional.of(Target.atMost(1.05)),
                new Interval(1.2, 1.25, 1.4), Verdict.MISSED), SEEN));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("id             what  against    ours  theirs  unit  ratio  95 % interval");
        assertThat(lines.get(1))
                .startsWith("get            w     raw      12,346   0.250  ns     1.25  1.20 - 1.40 (wide)")
                .endsWith("<= 1.05  missed");
        assertThat(lines.get(2))
                .startsWith("other-library  w     raw      12,346   0.250  ns    0.012  0.010 - 0.020 (wide)");
        assertThat(TextTable.total(List.of(MISSED, SEEN))).isEqualTo("0 of 1 targets met");
    }

    @Test
    void aChartIsWellFormedAndHasABarForEachRow() throws Exception {
        Document chart = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(Chart.of(Group.PLAIN, List.of(MISSED, SEEN)))));
        assertThat(chart.getDocumentElement().getTagName()).isEqualTo("svg");
        // The page, and a bar each.
        assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(3);
        assertThat(chart.getElementsByTagName("style").item(0).getTextContent()).contains("prefers-color-scheme: dark");
        assertThat(attribute(chart, "rect", 1, "class")).isEqualTo("missed");
        assertThat(attribute(chart, "rect", 2, "class")).isEqualTo("seen");
    }

    /** More than 1 goes to the right of it, less to the left. */
    @Test
    void barsBeginAtOne() throws Exception {
        Document chart = DocumentBuilderFactory.newInstance().newDocumentBuilder()
                .parse(new InputSource(new StringReader(Chart.of(Group.PLAIN, List.of(MISSED, SEEN)))));
        double right = Double.parseDouble(attribute(chart, "rect", 1, "x"));
        double left = Double.parseDouble(attribute(chart, "rect", 2, "x"));
        double width = Double.parseDouble(attribute(chart, "rect", 2, "width"));
        assertThat(left + width).isBetween(right - 0.2, right + 0.2);
    }

    private static String attribute(Document document, String tag, int index, String name) {
        return document.getElementsByTagName(tag).item(index).getAttributes().getNamedItem(name).getNodeValue();
    }

    @Test
    void aDatedFolderHoldsEverything() throws Exception {
        Path folder = ResultFolder.write(directory, "access", LocalDate.of(2026, 2, 3), List.of("JDK: x"),
                List.of(MISSED, SEEN));
        assertThat(folder).isEqualTo(directory.resolve("2026-02-03-access"));
        assertThat(folder.resolve("plain.svg")).exists();
        assertThat(folder.resolve("results.json")).hasContent(Json.of(List.of(MISSED, SEEN)));
        assertThat(Files.readString(folder.resolve("README.md"))).startsWith("# Table access, 2026-02-03\n\n- JDK: x\n")
                .contains("0 of 1 targets met", "other-library", "(plain.svg)");
    }

    @Test
    void theMachineIsDescribed() {
        assertThat(Machine.lines()).anySatisfy(line -> assertThat(line).startsWith("JDK: ").contains("25"))
                .anySatisfy(line -> assertThat(line).startsWith("processor: "));
        assertThat(Machine.load()).matches("-?\\d+\\.\\d\\d");
    }
}
