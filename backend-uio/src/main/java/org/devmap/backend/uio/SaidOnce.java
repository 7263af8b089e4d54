package org.devmap.backend.uio;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the backend tells people: operators one line for each cause and not one for each look. Thread-safe. */
final class SaidOnce {

    /** The name under which this backend logs. */
    static final String LOGGER = "org.devmap.backend.uio";

    private final System.Logger logger = System.getLogger(LOGGER);
    private final Set<String> said = ConcurrentHashMap.newKeySet();

    /** Says it, unless it has been said. */
    void warn(String sentence) {
        say(System.Logger.Level.WARNING, sentence);
    }

    /** Says it to those who want to know more, unless it has been said. */
    void inform(String sentence) {
        say(System.Logger.Level.INFO, sentence);
    }

    private void say(System.Logger.Level level, String sentence) {
        if (said.add(sentence)) {
            logger.log(level, "devmap uio: " + sentence);
        }
    }
}
