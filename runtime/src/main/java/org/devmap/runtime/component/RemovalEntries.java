package org.devmap.runtime.component;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;
import org.devmap.embed.SystemConfigurationBuilder;

/**
 * The entries of {@code removal.policy}: POLICY for all devices, NODE=POLICY for one, NODE:MINOR=POLICY for what is
 * mapped of one of its minor nodes. A slip is told in one line and must not keep the system from starting.
 */
final class RemovalEntries {

    private final List<Entry> entries = new ArrayList<>();
    private final Consumer<String> slips;

    /** What an entry says, to a configuration. */
    private interface Entry {
        void addTo(SystemConfigurationBuilder configuration);
    }

    /**
     * Reads entries.
     *
     * @param texts as they are written
     * @param slips hears one line for each entry that means nothing, and one if they contradict each other
     */
    RemovalEntries(String[] texts, Consumer<String> slips) {
        this.slips = slips;
        for (String text : texts) {
            read(text);
        }
    }

    private void read(String text) {
        Entry entry = entry(text);
        try {
            entry.addTo(SystemConfiguration.builder());
            entries.add(entry);
        } catch (IllegalArgumentException e) {
            slips.accept("removal.policy has '" + text + "', which is left out: " + e.getMessage());
        }
    }

    private Entry entry(String text) {
        int equals = text.indexOf('=');
        RemovalPolicy policy = policy(text.substring(equals + 1).trim());
        if (equals < 0) {
            return configuration -> configuration.removalPolicy(policy);
        }
        String what = text.substring(0, equals).trim();
        int colon = what.indexOf(':');
        return colon < 0 ? configuration -> configuration.removalPolicy(what, policy)
                : configuration -> configuration.removalPolicy(what.substring(0, colon), what.substring(colon + 1),
                        policy);
    }

    private RemovalPolicy policy(String word) {
        return switch (word) {
            case "error" -> RemovalPolicy.ERROR;
            case "all-ones" -> RemovalPolicy.ALL_ONES;
            case "trash" -> RemovalPolicy.TRASH;
            case "wait" -> RemovalPolicy.WAIT;
            default -> {
                slips.accept("removal.policy is '" + word
                        + "'; it must be error, all-ones, trash or wait, and counts as error");
                yield RemovalPolicy.ERROR;
            }
        };
    }

    /** Adds what was read; nothing, so that all is error, if one contradicts the other. */
    void addTo(SystemConfigurationBuilder configuration) {
        SystemConfigurationBuilder alone = SystemConfiguration.builder();
        entries.forEach(entry -> entry.addTo(alone));
        try {
            alone.build();
        } catch (IllegalArgumentException e) {
            slips.accept("removal.policy counts as error as a whole: " + e.getMessage());
            return;
        }
        entries.forEach(entry -> entry.addTo(configuration));
    }
}
