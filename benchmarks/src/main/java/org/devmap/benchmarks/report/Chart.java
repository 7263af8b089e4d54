package org.devmap.benchmarks.report;

import java.util.List;
import java.util.Locale;
import org.devmap.benchmarks.run.Result;
import org.devmap.benchmarks.run.Verdict;
import org.devmap.benchmarks.table.Group;

/**
 * The ratios of a group as bars, in SVG. The scale is logarithmic: twice as much and half as much are equally far from
 * 1. Colours follow the reader's light or dark setting; the verdict is written too, not only coloured.
 */
public final class Chart {

    private static final int LABELS = 150;
    private static final int PLOT = 460;
    private static final int FIGURES = 150;
    private static final int LINE = 26;
    private static final int TOP = 48;
    private static final int BOTTOM = 34;
    private static final int BAR = 12;
    private static final double LEAST_DECADES = 0.5;

    private final Group group;
    private final List<Result> results;
    private final double from;
    private final double to;

    private Chart(Group group, List<Result> results) {
        this.group = group;
        this.results = results;
        double low = 0;
        double high = 0;
        for (Result result : results) {
            low = Math.min(low, Math.log10(Math.min(result.ratio().low(), bound(result))));
            high = Math.max(high, Math.log10(Math.max(result.ratio().high(), bound(result))));
        }
        from = Math.min(low, -LEAST_DECADES) * 1.05;
        to = Math.max(high, LEAST_DECADES) * 1.05;
    }

    /**
     * The chart of a group.
     *
     * @param group the group
     * @param results its rows, at least one
     * @return the SVG document
     */
    public static String of(Group group, List<Result> results) {
        return new Chart(group, results).draw();
    }

    private static double bound(Result result) {
        return result.row().target().map(target -> target.bound()).orElse(1.0);
    }

    private String draw() {
        int height = TOP + LINE * results.size() + BOTTOM;
        int width = LABELS + PLOT + FIGURES;
        StringBuilder svg = new StringBuilder("""
                <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" font-family="sans-serif" font-size="12">
                <title>%s</title>
                <style>
                  .page { fill: #ffffff } text { fill: #1f2328 } .faint { fill: #59636e } .grid { stroke: #d1d9e0 }
                  .one { stroke: #59636e } .met { fill: #1a7f37 } .missed { fill: #bc4c00 } .seen { fill: #0969da }
                  .range { stroke: #1f2328 } .target { stroke: #8250df }
                  @media (prefers-color-scheme: dark) {
                    .page { fill: #0d1117 } text { fill: #f0f6fc } .faint { fill: #9198a1 } .grid { stroke: #3d444d }
                    .one { stroke: #9198a1 } .met { fill: #3fb950 } .missed { fill: #db6d28 } .seen { fill: #4493f8 }
                    .range { stroke: #f0f6fc } .target { stroke: #ab7df8 }
                  }
                </style>
                <rect class="page" width="%d" height="%d"/>
                <text x="10" y="22" font-size="15">%s</text>
                """.formatted(width, height, escape(group.title()), width, height, escape(group.title())));
        grid(svg, height);
        for (int i = 0; i < results.size(); i++) {
            bar(svg, results.get(i), TOP + LINE * i + LINE / 2.0);
        }
        return svg.append("""
                <text class="faint" x="10" y="%d">ratio ours / theirs, median and 95 %% interval; upright mark: target</text>
                </svg>
                """.formatted(height - 10)).toString();
    }

    private void grid(StringBuilder svg, int height) {
        for (int decade = (int) Math.floor(from); decade <= Math.floor(to); decade++) {
            for (int digit : List.of(1, 2, 5)) {
                double ratio = digit * Math.pow(10, decade);
                if (Math.log10(ratio) >= from && Math.log10(ratio) <= to) {
                    svg.append(line(ratio == 1 ? "one" : "grid", x(ratio), TOP - 4, x(ratio), height - BOTTOM));
                    svg.append(text("faint", x(ratio), TOP - 8, "middle",
                            ratio < 1 ? plain(ratio) : Figures.of(ratio).replaceAll("\\.0+$", "")));
                }
            }
        }
    }

    private void bar(StringBuilder svg, Result result, double y) {
        double one = x(1);
        double end = x(result.ratio().median());
        svg.append(text("", LABELS - 8, y + 4, "end", result.row().id()));
        svg.append(String.format(Locale.ROOT,
                "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>%n",
                colour(result.verdict()), Math.min(one, end), y - BAR / 2.0, Math.max(1, Math.abs(end - one)), BAR));
        svg.append(line("range", x(result.ratio().low()), y, x(result.ratio().high()), y));
        result.row().target().ifPresent(target -> svg.append(
                line("target\" stroke-width=\"2", x(target.bound()), y - LINE / 2.0 + 2, x(target.bound()),
                        y + LINE / 2.0 - 2)));
        svg.append(text("", LABELS + PLOT + 8, y + 4, "start",
                (Figures.of(result.ratio().median()) + " " + result.verdict()).strip()));
    }

    private static String colour(Verdict verdict) {
        return switch (verdict) {
            case MET -> "met";
            case MISSED -> "missed";
            case UNSETTLED, TOO_FEW, NO_TARGET -> "seen";
        };
    }

    private double x(double ratio) {
        return LABELS + PLOT * (Math.log10(ratio) - from) / (to - from);
    }

    private static String plain(double ratio) {
        return String.format(Locale.ROOT, "%.3f", ratio).replaceAll("0+$", "");
    }

    private static String line(String style, double x1, double y1, double x2, double y2) {
        return String.format(Locale.ROOT, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style, x1, y1, x2, y2);
    }

    private static String text(String style, double x, double y, String anchor, String words) {
        return String.format(Locale.ROOT, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                style, x, y, anchor, escape(words));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
