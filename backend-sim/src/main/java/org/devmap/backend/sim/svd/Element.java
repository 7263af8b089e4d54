package org.devmap.backend.sim.svd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An element of the file, with its line. Filled while reading, not changed afterwards. */
final class Element {

    private final String kind;
    private final int line;
    private final Element parent;
    private final String derivedFrom;
    private final List<Element> children = new ArrayList<>(0);
    private String text = "";

    Element(String kind, int line, Element parent, String derivedFrom) {
        this.kind = kind;
        this.line = line;
        this.parent = parent;
        this.derivedFrom = derivedFrom;
    }

    void add(Element child) {
        children.add(child);
    }

    void text(String newText) {
        text = newText;
    }

    String kind() {
        return kind;
    }

    int line() {
        return line;
    }

    Element parent() {
        return parent;
    }

    Optional<String> derivedFrom() {
        return Optional.ofNullable(derivedFrom);
    }

    List<Element> children() {
        return children;
    }

    /** The text, with white space as XML Schema collapses it. */
    String text() {
        return text;
    }

    Optional<Element> child(String childKind) {
        for (Element child : children) {
            if (child.kind.equals(childKind)) {
                return Optional.of(child);
            }
        }
        return Optional.empty();
    }

    boolean has(String childKind) {
        return child(childKind).isPresent();
    }

    List<Element> children(String childKind) {
        return children.stream().filter(child -> child.kind.equals(childKind)).toList();
    }

    String textOf(String childKind) {
        return child(childKind).map(Element::text).orElse("");
    }

    String name() {
        return textOf("name");
    }

    /** Where it stands, for people: the named elements around it and, if it has no name, what it is itself. */
    String path() {
        String own = isContainer() ? "" : has("name") ? kind + " " + name() : kind;
        if (parent == null || kind.equals("device")) {
            return own;
        }
        String outer = parent.kind.equals("device") || parent.kind.equals("peripherals") ? "" : parent.path();
        return outer.isEmpty() ? own : own.isEmpty() ? outer : outer + ", " + own;
    }

    private boolean isContainer() {
        return kind.equals("peripherals") || kind.equals("registers") || kind.equals("fields");
    }
}
