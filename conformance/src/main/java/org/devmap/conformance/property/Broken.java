package org.devmap.conformance.property;

/** A property does not hold. */
final class Broken extends AssertionError {

    private static final long serialVersionUID = 1L;

    private final Property property;

    Broken(Property property, String found) {
        this(property, found, null);
    }

    Broken(Property property, String found, Throwable cause) {
        super(found, cause);
        this.property = property;
    }

    static void unless(boolean holds, Property property, String format, Object... values) {
        if (!holds) {
            throw new Broken(property, format.formatted(values));
        }
    }

    Property property() {
        return property;
    }
}
