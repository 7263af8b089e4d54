package org.devmap.backend.sim.description;

import java.util.Locale;

/**
 * Something wrong with a description file.
 *
 * @param severity how bad
 * @param file name of the file
 * @param line its line, from 1; 0 for the file as a whole
 * @param path where in the description, for example {@code "peripheral UART0, register CR, field EN"}; may be empty
 * @param message what is wrong and what would be right
 */
public record Problem(Severity severity, String file, int line, String path, String message) {

    /** How bad a problem is. */
    public enum Severity {
        /** The description cannot be used. */
        ERROR,
        /** Not as the standard has it, but there is no doubt what is meant; or it is left out of the model. */
        WARNING
    }

    @Override
    public String toString() {
        return file + (line == 0 ? "" : ":" + line) + ": " + severity.name().toLowerCase(Locale.ROOT) + ": "
                + (path.isEmpty() ? "" : path + ": ") + message;
    }
}
