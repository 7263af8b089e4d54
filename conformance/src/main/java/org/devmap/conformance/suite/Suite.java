package org.devmap.conformance.suite;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.devmap.conformance.Statement;

/** All tests, by statement. Immutable. */
public final class Suite {

    private final Catalogue catalogue;
    private final Map<Integer, StatementMethod> tests = new TreeMap<>();

    private Suite(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * The tests of all sections.
     *
     * @return collected anew
     */
    public static Suite load() {
        return of(Catalogue.load(), Arrays.stream(Section.values()).toList());
    }

    /**
     * The tests of some sections.
     *
     * @param catalogue the statements
     * @param sections whose classes are looked through
     * @return the suite
     * @throws IllegalArgumentException if a statement has two tests, or its test stands in the class of another section
     */
    static Suite of(Catalogue catalogue, List<Section> sections) {
        Suite suite = new Suite(catalogue);
        for (Section section : sections) {
            section.tests().forEach(tests -> suite.add(section, tests));
        }
        return suite;
    }

    private void add(Section section, Class<?> tests) {
        for (Method method : tests.getDeclaredMethods()) {
            Statement statement = method.getAnnotation(Statement.class);
            if (statement != null) {
                add(section, new StatementMethod(catalogue.statement(statement.value()), method));
            }
        }
    }

    private void add(Section section, StatementMethod test) {
        if (!test.statement().section().equals(section.number())) {
            throw new IllegalArgumentException("%s tests %s of section %s, but stands in the class of section %s"
                    .formatted(test.name(), test.statement().id(), test.statement().section(), section.number()));
        }
        StatementMethod former = tests.put(test.statement().number(), test);
        if (former != null) {
            throw new IllegalArgumentException("%s has two tests: %s and %s"
                    .formatted(test.statement().id(), former.name(), test.name()));
        }
    }

    /**
     * The statements.
     *
     * @return as docs/semantics.md has them
     */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Every test.
     *
     * @return by statement
     */
    public List<StatementMethod> tests() {
        return List.copyOf(tests.values());
    }

    /**
     * The tests of a section.
     *
     * @param section for example {@code "3.3"}
     * @return by statement
     */
    public List<StatementMethod> tests(String section) {
        return tests.values().stream().filter(test -> test.statement().section().equals(section)).toList();
    }

    /**
     * The statements of the document that have no test.
     *
     * @return in the order of the document
     */
    public List<StatementText> untested() {
        List<StatementText> untested = new ArrayList<>(catalogue.statements());
        untested.removeIf(statement -> tests.containsKey(statement.number()));
        return untested;
    }
}
