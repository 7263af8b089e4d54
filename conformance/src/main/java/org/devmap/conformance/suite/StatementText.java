package org.devmap.conformance.suite;

/**
 * A statement as docs/semantics.md has it.
 *
 * @param number 37 for S-037
 * @param section the section it stands in, for example {@code "3.3"}
 * @param mark how it relates to the sources, for example {@code "F"} or {@code "D-7"}
 * @param text the sentence
 */
public record StatementText(int number, String section, String mark, String text) {

    /**
     * The number as people write it.
     *
     * @return for example {@code "S-037"}
     */
    public String id() {
        return "S-%03d".formatted(number);
    }

    @Override
    public String toString() {
        return id() + " [" + mark + "] " + text;
    }
}
