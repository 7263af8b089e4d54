package org.devmap.examples.demo;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What an example shows: an application at work, which checks what it sees. A service; the one with the highest
 * {@code service.ranking} is played first. Played on one thread at a time.
 */
@ConsumerType
public interface Scenario {

    /**
     * The name by which it can be asked for on the command line.
     *
     * @return for example {@code "shared-page"}
     */
    String name();

    /**
     * What it shows.
     *
     * @return one line, shown as its heading
     */
    String summary();

    /**
     * The nodes of the devices it maps. It is not played before a driver is attached to each.
     *
     * @return for example {@code "context0"}
     */
    List<String> devices();

    /**
     * Whether it draws: takes {@link DemoOptions#image} and leaves {@link DemoOptions#out}.
     *
     * @return false, unless overridden
     */
    default boolean draws() {
        return false;
    }

    /**
     * Whether it is played when the user has asked for none by name.
     *
     * @return true, unless overridden because it takes long
     */
    default boolean isPlayedUnasked() {
        return true;
    }

    /**
     * Looks at what the user gave. Every scenario is asked before the first is played.
     *
     * @param options what the user gave
     * @throws BadInput what is wrong with it
     * @throws Exception if the example failed in another way
     */
    default void check(DemoOptions options) throws Exception {
    }

    /**
     * Plays it.
     *
     * @param options what the user gave
     * @param narrator hears what is done and what came out
     * @throws Unexpected if something else came out than must
     * @throws Exception if the example failed in another way
     */
    void play(DemoOptions options, Narrator narrator) throws Exception;
}
