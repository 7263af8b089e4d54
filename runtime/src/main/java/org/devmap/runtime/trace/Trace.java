package org.devmap.runtime.trace;

/**
 * Tells JDK Flight Recorder what happens. Without a recording, {@link #begin} answers null, and nothing else is done;
 * on a Java machine without the module jdk.jfr, in a container that hides it (which is said once), or with the system
 * property {@value #PROPERTY} set to {@value #NONE}, nothing is left of it after compilation. All methods are
 * thread-safe.
 */
public final class Trace {

    /** Leaves out all events if its value is {@value #NONE}: to measure what their presence costs. */
    public static final String PROPERTY = "devmap.trace";

    static final String LOG = "org.devmap.runtime";

    private static final String NONE = "none";
    private static final boolean PRESENT = !NONE.equals(System.getProperty(PROPERTY)) && isRecorderThere();

    private Trace() {
    }

    /** Something under way that is recorded. */
    public sealed interface Span permits Events.Begun {
    }

    /**
     * Something begins.
     *
     * @param what the kind of it
     * @return to be given to {@link #end}; null if it is not recorded
     */
    public static Span begin(Occurrence what) {
        return PRESENT ? Events.begin(what) : null;
    }

    /**
     * It is over, one way or another.
     *
     * @param span what {@link #begin} answered
     * @param where the device, handle or space; asked for its name if it is recorded
     * @param start user offset of its first byte; a user address where no single device is concerned
     * @param length bytes
     */
    public static void end(Span span, Object where, long start, long length) {
        if (PRESENT && span != null) {
            ((Events.Begun) span).end(where, start, length);
        }
    }

    /** A container may hide the module, so what counts is what this class can see. */
    private static boolean isRecorderThere() {
        try {
            Class.forName("jdk.jfr.EventFactory", false, Trace.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
                System.getLogger(LOG).log(System.Logger.Level.INFO,
                        "Flight Recorder is told nothing: this container hides the package jdk.jfr from " + LOG);
            }
            return false;
        }
    }
}
