package org.devmap.conformance.suite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every statement of docs/semantics.md, read from the copy that is packed into the bundle. Immutable. */
public final class Catalogue {

    private static final String RESOURCE = "semantics.md";
    private static final Pattern SECTION = Pattern.compile("### (3\\.\\d+) (.+)");
    private static final Pattern STATEMENT = Pattern.compile("- \\*\\*S-(\\d{3})\\*\\* \\[([^]]+)] (.+)");

    private final Map<String, String> sections = new LinkedHashMap<>();
    private final Map<Integer, StatementText> statements = new TreeMap<>();

    private Catalogue() {
    }

    /**
     * The statements of this suite.
     *
     * @return read anew
     */
    public static Catalogue load() {
        try (InputStream packed = Catalogue.class.getResourceAsStream(RESOURCE)) {
            if (packed == null) {
                throw new IllegalStateException(RESOURCE + " is not packed into the conformance bundle");
            }
            return parse(new BufferedReader(new InputStreamReader(packed, StandardCharsets.UTF_8)).lines().toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * Reads statements.
     *
     * @param lines of the document; all but the headings of sections 3.n and the items S-nnn are passed over
     * @return the statements
     * @throws IllegalArgumentException if a number occurs twice, or an item looks like a statement and is none
     */
    public static Catalogue parse(List<String> lines) {
        Catalogue catalogue = new Catalogue();
        String section = null;
        for (String line : lines) {
            Matcher heading = SECTION.matcher(line);
            Matcher item = STATEMENT.matcher(line);
            if (heading.matches()) {
                section = heading.group(1);
                catalogue.sections.put(section, heading.group(2));
            } else if (item.matches()) {
                catalogue.add(new StatementText(Integer.parseInt(item.group(1)), section, item.group(2), item.group(3)));
            } else if (line.startsWith("- **S-")) {
                throw new IllegalArgumentException("not of the form '- **S-nnn** [mark] text': " + line);
            }
        }
        return catalogue;
    }

    private void add(StatementText statement) {
        StatementText former = statements.put(statement.number(), statement);
        if (former != null) {
            throw new IllegalArgumentException(statement.id() + " occurs twice: in section " + former.section() + " and in "
                    + statement.section());
        }
    }

    /**
     * Every statement.
     *
     * @return by number
     */
    public Collection<StatementText> statements() {
        return List.copyOf(statements.values());
    }

    /**
     * The statements of a section.
     *
     * @param section for example {@code "3.3"}
     * @return by number
     */
    public List<StatementText> statements(String section) {
        return statements.values().stream().filter(statement -> statement.section().equals(section)).toList();
    }

    /**
     * A statement.
     *
     * @param number its number
     * @return the statement
     * @throws IllegalArgumentException if there is none
     */
    public StatementText statement(int number) {
        StatementText statement = statements.get(number);
        if (statement == null) {
            throw new IllegalArgumentException("there is no statement S-%03d; they run from S-001 to S-%03d"
                    .formatted(number, statements.size()));
        }
        return statement;
    }

    /**
     * The title of a section.
     *
     * @param section for example {@code "3.3"}
     * @return its heading without the number
     * @throws IllegalArgumentException if there is none
     */
    public String title(String section) {
        String title = sections.get(section);
        if (title == null) {
            throw new IllegalArgumentException("there is no section " + section + "; there are "
                    + String.join(", ", sections.keySet()));
        }
        return title;
    }

    /**
     * The sections with statements.
     *
     * @return their numbers in order
     */
    public List<String> sections() {
        return List.copyOf(sections.keySet());
    }
}
