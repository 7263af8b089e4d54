package org.devmap.backend.sim.record;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One access as it was recorded: a line of text each.
 *
 * @param nanos when: nanoseconds on the clock of the system since the device was made
 * @param thread name of the thread that accessed: who, as far as it is known
 * @param set name of the register set
 * @param write whether it wrote
 * @param offset bytes from the start of the set
 * @param width bytes
 * @param value what was read or written, in the low bits
 * @param register name of the register, empty if there is none by that place
 * @param error name of the errno the access failed with, empty if it did not
 */
public record Access(long nanos, String thread, String set, boolean write, long offset, int width, long value, String register,
                     String error) {

    private static final Pattern LINE = Pattern.compile(
            "(-?\\d+) (read|write) (\\S+) 0x([0-9a-f]+) (1|2|4|8) 0x([0-9a-f]+)(?: !(.+?))? (\\S+) \\[(.*)]");
    private static final String NO_REGISTER = "-";

    /** Refuses null. */
    public Access {
        Objects.requireNonNull(thread, "thread");
        Objects.requireNonNull(set, "set");
        Objects.requireNonNull(register, "register");
        Objects.requireNonNull(error, "error");
    }

    /**
     * Reads a line.
     *
     * @param line as {@link #toString} writes it
     * @return the access
     * @throws IllegalArgumentException if it is no such line, naming it
     */
    static Access parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("\"" + line + "\" is no access; a line reads "
                    + "NANOS read|write SET 0xOFFSET WIDTH 0xVALUE REGISTER [THREAD], with !ERROR behind the value if it failed");
        }
        String error = matcher.group(7);
        String register = matcher.group(8);
        return new Access(Long.parseLong(matcher.group(1)), matcher.group(9), matcher.group(3), matcher.group(2).equals("write"),
                Long.parseUnsignedLong(matcher.group(4), 16), Integer.parseInt(matcher.group(5)),
                Long.parseUnsignedLong(matcher.group(6), 16), register.equals(NO_REGISTER) ? "" : register,
                error == null ? "" : error);
    }

    /** The line. */
    @Override
    public String toString() {
        return nanos + (write ? " write " : " read ") + set + " 0x" + Long.toHexString(offset) + " " + width + " "
                + "0x" + Long.toHexString(value) + (error.isEmpty() ? "" : " !" + error) + " "
                + (register.isEmpty() ? NO_REGISTER : register) + " [" + thread + "]";
    }
}
