package org.devmap.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;
import org.devmap.benchmarks.run.Result;
import org.devmap.benchmarks.run.Verdict;
import org.devmap.benchmarks.table.Target;

/** Results as a JSON array with an object for each row. */
public final class Json {

    private static final MathContext DIGITS = new MathContext(5);
    private static final int FIRST_PRINTABLE = 0x20;

    private Json() {
    }

    /**
     * The array.
     *
     * @param results its rows
     * @return the text, one object a line; target and met are null where there is no target
     */
    public static String of(List<Result> results) {
        return results.stream().map(Json::object).collect(Collectors.joining(",\n  ", "[\n  ", "\n]\n"));
    }

    private static String object(Result result) {
        return "{\"id\": " + string(result.row().id()) + ", \"what\": " + string(result.row().what())
                + ", \"against\": " + string(result.row().against()) + ", \"ratio\": " + number(result.ratio().median())
                + ", \"target\": " + result.row().target().map(Target::bound).map(Json::number).orElse("null")
                + ", \"met\": " + (result.row().target().isEmpty() ? "null" : result.verdict() == Verdict.MET)
                + ", \"ours\": " + number(result.ours()) + ", \"theirs\": " + number(result.theirs())
                + ", \"unit\": " + string(result.row().unit()) + "}";
    }

    private static String number(double value) {
        return new BigDecimal(value).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** With quotes; whatever JSON wants escaped is. */
    static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < FIRST_PRINTABLE) {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
