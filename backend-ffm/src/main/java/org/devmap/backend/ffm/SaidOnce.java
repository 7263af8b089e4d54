package org.devmap.backend.ffm;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** What the backend tells people: operators one line for each cause and not one for each request. Thread-safe. */
final class SaidOnce {

    /** The name under which this backend logs. */
    static final String LOGGER = "org.devmap.backend.ffm";

    private final System.Logger logger = System.getLogger(LOGGER);
    private final Set<String> causes = ConcurrentHashMap.newKeySet();

    /**
     * Says it, unless it has been said.
     *
     * @param cause what makes it the same
     * @param sentence what to say
     */
    void warn(String cause, String sentence) {
        if (causes.add(cause)) {
            logger.log(System.Logger.Level.WARNING, sentence);
        }
    }

    /**
     * Says it each time, to those who debug.
     *
     * @param sentence what to say, not asked for unless somebody listens
     */
    void debug(Supplier<String> sentence) {
        logger.log(System.Logger.Level.DEBUG, sentence);
    }
}
