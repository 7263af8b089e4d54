package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.devmap.backend.sim.description.Problems;

/** Expands arrays and lists: dim, dimIncrement, dimIndex, and %s or [%s] in the name. */
final class Dimension {

    /** No file needs more; a slip in a number, or malice, would fill the memory. */
    static final int MOST_MEMBERS = 65_536;
    private static final Pattern NUMBER_RANGE = Pattern.compile("([0-9]{1,9})-([0-9]{1,9})");
    private static final Pattern LETTER_RANGE = Pattern.compile("([A-Z])-([A-Z])");
    private static final Pattern LIST = Pattern.compile("[_0-9a-zA-Z]+(,\\s*[_0-9a-zA-Z]+)*");

    private final Problems problems;
    private final Numbers numbers;

    /**
     * A member of an array or list, or the element itself if it is neither.
     *
     * @param name its name
     * @param description its description
     * @param offset what it adds to the address or bit of the element
     */
    record Member(String name, String description, long offset) { }

    Dimension(Problems problems, Numbers numbers) {
        this.problems = problems;
        this.numbers = numbers;
    }

    /** All members; none after reporting an error. */
    List<Member> expand(Element element) {
        String name = element.name();
        if (name.isEmpty()) {
            problems.error(element.line(), element.path(), "a " + element.kind() + " needs a <name>");
            return List.of();
        }
        String description = element.textOf("description");
        Optional<Element> dim = element.child("dim");
        if (dim.isEmpty()) {
            if (name.contains("%s")) {
                problems.error(element.line(), element.path(), "%s in the name needs <dim> and <dimIncrement>");
                return List.of();
            }
            return List.of(new Member(name, description, 0));
        }
        Optional<Long> count = numbers.readUpTo(dim.get(), MOST_MEMBERS, "no array is that long");
        Optional<Long> increment = element.child("dimIncrement").flatMap(numbers::read);
        if (!element.has("dimIncrement")) {
            problems.error(element.line(), element.path(), "<dim> needs a <dimIncrement>");
        }
        if (count.isEmpty() || increment.isEmpty() || !checkCount(element, name, count.get())) {
            return List.of();
        }
        return members(element, name, description, indexes(element, count.get().intValue()), increment.get());
    }

    /** The names of all members, without reporting anything. */
    List<String> names(Element element) {
        Problems unheard = new Problems("");
        return new Dimension(unheard, new Numbers(unheard)).expand(element).stream().map(Member::name).toList();
    }

    private boolean checkCount(Element element, String name, long count) {
        if (count == 0) {
            problems.error(element.line(), element.path(), "<dim> must be at least 1");
            return false;
        }
        if (!name.contains("%s")) {
            String message = "<dim> " + count + " needs %s in the name, so that each member has one of its own";
            if (count > 1) {
                problems.error(element.line(), element.path(), message);
                return false;
            }
            problems.warning(element.line(), element.path(), message);
        }
        return true;
    }

    private static List<Member> members(Element element, String name, String description, List<String> indexes, long increment) {
        List<Member> members = new ArrayList<>(indexes.size());
        for (int i = 0; i < indexes.size(); i++) {
            String index = indexes.get(i);
            members.add(new Member(name.replace("%s", index), description.replace("%s", index), increment * i));
        }
        return members;
    }

    /** One index for each member: those of dimIndex, else 0, 1, 2 and so on. */
    private List<String> indexes(Element element, int count) {
        List<String> indexes = element.child("dimIndex").map(this::parse).orElse(List.of());
        if (indexes.isEmpty()) {
            return counted(0, count);
        }
        Element dimIndex = element.child("dimIndex").orElseThrow();
        if (indexes.size() < count) {
            problems.error(dimIndex.line(), dimIndex.path(), "<dimIndex> " + dimIndex.text() + " gives " + indexes.size()
                    + " indexes for <dim> " + count);
            return List.of();
        }
        if (indexes.size() > count) {
            problems.warning(dimIndex.line(), dimIndex.path(), "<dimIndex> " + dimIndex.text() + " gives " + indexes.size()
                    + " indexes for <dim> " + count + "; the first " + count + " are taken");
        }
        if (element.name().contains("[%s]") && !indexes.getFirst().equals("0")) {
            problems.warning(dimIndex.line(), dimIndex.path(), "the indexes of an array begin with 0, not " + indexes.getFirst());
        }
        return indexes.subList(0, count);
    }

    private List<String> parse(Element dimIndex) {
        String text = dimIndex.text();
        Matcher range = NUMBER_RANGE.matcher(text);
        if (range.matches()) {
            int first = Integer.parseInt(range.group(1));
            int last = Integer.parseInt(range.group(2));
            if (last >= first && last - first < MOST_MEMBERS) {
                return counted(first, last - first + 1);
            }
        }
        Matcher letters = LETTER_RANGE.matcher(text);
        if (letters.matches() && letters.group(1).charAt(0) <= letters.group(2).charAt(0)) {
            List<String> all = new ArrayList<>();
            for (char c = letters.group(1).charAt(0); c <= letters.group(2).charAt(0); c++) {
                all.add(String.valueOf(c));
            }
            return all;
        }
        if (LIST.matcher(text).matches()) {
            return List.of(text.split(",\\s*"));
        }
        problems.error(dimIndex.line(), dimIndex.path(), "\"" + text + "\" is no index list; write 0-3, A-D or a,b,c");
        return List.of();
    }

    private static List<String> counted(int first, int count) {
        List<String> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(String.valueOf(first + i));
        }
        return all;
    }
}
