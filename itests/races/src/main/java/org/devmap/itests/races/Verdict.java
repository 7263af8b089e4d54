package org.devmap.itests.races;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came of one race in one mode.
 *
 * @param race its name, without the package
 * @param held whether there was nothing but what is acceptable
 * @param samples how often it was run
 * @param forbidden how many samples ended in what is forbidden
 * @param interesting how many ended in what may be, and shows that other races can be lost
 */
record Verdict(String race, boolean held, long samples, long forbidden, long interesting) {

    private static final Pattern RACE = Pattern.compile("\\.+ \\[(\\w+)] \\S*\\.(\\w+\\.\\w+)");
    private static final Pattern OUTCOME = Pattern.compile("\\s+\\S.*?\\s+([\\d,]+)\\s+<?[\\d.]+%\\s+(\\w+) .*");
    private static final String END = "RUN RESULTS:";

    /**
     * Reads the end of a log of jcstress.
     *
     * @param log its lines
     * @return a verdict for each race, in order; none if it has not come to an end
     */
    static List<Verdict> of(List<String> log) {
        List<Verdict> verdicts = new ArrayList<>();
        for (String line : log.subList(Math.max(log.lastIndexOf(END), 0), log.size())) {
            Matcher race = RACE.matcher(line);
            Matcher outcome = OUTCOME.matcher(line);
            if (log.contains(END) && race.matches()) {
                verdicts.add(new Verdict(race.group(2), race.group(1).equals("OK"), 0, 0, 0));
            } else if (!verdicts.isEmpty() && outcome.matches()) {
                long samples = Long.parseLong(outcome.group(1).replace(",", ""));
                verdicts.add(verdicts.removeLast().plus(samples, outcome.group(2)));
            }
        }
        return verdicts;
    }

    private Verdict plus(long more, String expectation) {
        return new Verdict(race, held, samples + more, forbidden + (expectation.equals("Forbidden") ? more : 0),
                interesting + (expectation.equals("Interesting") ? more : 0));
    }

    @Override
    public String toString() {
        return "%-32s %,12d samples  %s".formatted(race, samples, outcome());
    }

    private String outcome() {
        if (held) {
            return interesting == 0 ? "held" : "held, with %,d that show what others could lose".formatted(interesting);
        }
        return forbidden > 0 ? "BROKEN: %,d forbidden".formatted(forbidden) : "FAILED: see the log";
    }
}
