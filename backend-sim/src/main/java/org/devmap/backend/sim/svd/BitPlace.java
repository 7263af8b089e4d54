package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.devmap.backend.sim.description.Problems;

/**
 * Where a field lies, in any of the three forms of the standard: bitRange, lsb and msb, bitOffset and bitWidth.
 *
 * @param lsb lowest bit
 * @param bits how many
 */
record BitPlace(int lsb, int bits) {

    private static final int HIGHEST = 63;
    private static final Pattern RANGE = Pattern.compile("\\[([0-9]{1,3}):([0-9]{1,3})]");
    private static final Pattern SLOPPY_RANGE = Pattern.compile("\\[?\\s*([0-9]{1,3})\\s*(?::\\s*([0-9]{1,3})\\s*)?]?");

    /** The place; empty after reporting an error. */
    static Optional<BitPlace> of(Element field, Numbers numbers, Problems problems) {
        List<Optional<BitPlace>> forms = new ArrayList<>();
        field.child("bitRange").ifPresent(range -> forms.add(ofRange(range, problems)));
        if (field.has("lsb") || field.has("msb")) {
            forms.add(ofEnds(field, numbers, problems));
        }
        if (field.has("bitOffset") || field.has("bitWidth")) {
            forms.add(ofWidth(field, numbers, problems));
        }
        if (forms.isEmpty()) {
            problems.error(field.line(), field.path(),
                    "a field needs <bitRange>, <lsb> and <msb>, or <bitOffset> and <bitWidth>");
            return Optional.empty();
        }
        if (forms.size() > 1) {
            if (forms.stream().distinct().count() > 1) {
                problems.error(field.line(), field.path(), "the place of the field is given in forms that do not agree: "
                        + forms.stream()
                        .flatMap(Optional::stream).map(place -> "[" + (place.lsb + place.bits - 1) + ":" + place.lsb + "]")
                        .toList());
                return Optional.empty();
            }
            problems.warning(field.line(), field.path(), "the place of the field is given in more than one form; one is enough");
        }
        return forms.getFirst();
    }

    private static Optional<BitPlace> ofRange(Element range, Problems problems) {
        Matcher matcher = RANGE.matcher(range.text());
        if (!matcher.matches()) {
            matcher = SLOPPY_RANGE.matcher(range.text());
            if (!matcher.matches()) {
                problems.error(range.line(), range.path(), "\"" + range.text() + "\" is no range of bits; write [msb:lsb]");
                return Optional.empty();
            }
            problems.warning(range.line(), range.path(), "\"" + range.text() + "\": the standard writes [msb:lsb]");
        }
        int msb = Integer.parseInt(matcher.group(1));
        int lsb = matcher.group(2) == null ? msb : Integer.parseInt(matcher.group(2));
        return ofBits(range, lsb, msb, problems);
    }

    private static Optional<BitPlace> ofEnds(Element field, Numbers numbers, Problems problems) {
        Optional<Long> lsb = field.child("lsb").flatMap(element -> numbers.readUpTo(element, HIGHEST, "registers have 64 bits"));
        Optional<Long> msb = field.child("msb").flatMap(element -> numbers.readUpTo(element, HIGHEST, "registers have 64 bits"));
        if (!field.has("lsb") || !field.has("msb")) {
            problems.error(field.line(), field.path(), "<lsb> and <msb> belong together");
        }
        return lsb.isEmpty() || msb.isEmpty() ? Optional.empty()
                : ofBits(field, lsb.get().intValue(), msb.get().intValue(), problems);
    }

    private static Optional<BitPlace> ofWidth(Element field, Numbers numbers, Problems problems) {
        if (!field.has("bitOffset")) {
            problems.error(field.line(), field.path(), "<bitWidth> needs a <bitOffset>");
            return Optional.empty();
        }
        if (!field.has("bitWidth")) {
            problems.warning(field.line(), field.path(), "<bitOffset> without <bitWidth>: one bit is taken");
        }
        Optional<Long> offset = field.child("bitOffset")
                .flatMap(element -> numbers.readUpTo(element, HIGHEST, "registers have 64 bits"));
        Optional<Long> width = field.has("bitWidth")
                ? field.child("bitWidth").flatMap(element -> numbers.readUpTo(element, HIGHEST + 1L, "registers have 64 bits"))
                : Optional.of(1L);
        if (width.isPresent() && width.get() == 0) {
            problems.error(field.line(), field.path(), "<bitWidth> must be at least 1");
            return Optional.empty();
        }
        return offset.isEmpty() || width.isEmpty() ? Optional.empty()
                : ofBits(field, offset.get().intValue(), (int) (offset.get() + width.get() - 1), problems);
    }

    private static Optional<BitPlace> ofBits(Element element, int lsb, int msb, Problems problems) {
        if (lsb > msb) {
            problems.warning(element.line(), element.path(), "lowest bit " + lsb + " is above highest bit " + msb
                    + "; taken the other way round");
            return ofBits(element, msb, lsb, problems);
        }
        if (msb > HIGHEST) {
            problems.error(element.line(), element.path(), "bit " + msb + " is beyond bit " + HIGHEST);
            return Optional.empty();
        }
        return Optional.of(new BitPlace(lsb, msb - lsb + 1));
    }
}
