package org.devmap.runtime.device;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.devmap.embed.RemovalPolicy;
import org.devmap.embed.SystemConfiguration;

/**
 * What becomes of what is mapped or open of a device that goes, by the path that it was opened by. Immutable, and calls
 * nobody: it may be asked under any lock, and answers the same at all times.
 *
 * @param configuration what the system is like
 */
public record RemovalPolicies(SystemConfiguration configuration) {

    /**
     * The policy of one path.
     *
     * @param node the name of the device that goes
     * @param path what was opened. If it is a path of another device, whose driver answered with a number of this one,
     *        it names no minor node of this one
     * @return the policy of the minor node, else that of the device
     */
    public RemovalPolicy of(String node, String path) {
        String mine = "/devices/" + node + ":";
        return path.startsWith(mine) ? configuration.removalPolicy(node, path.substring(mine.length()))
                : configuration.removalPolicy(node);
    }

    /**
     * The policies that there are in a device.
     *
     * @param node its name
     * @param paths those of its minor nodes
     * @return what mappings may go by; never empty
     */
    public Set<RemovalPolicy> among(String node, Collection<String> paths) {
        Set<RemovalPolicy> all = EnumSet.of(configuration.removalPolicy(node));
        paths.forEach(path -> all.add(of(node, path)));
        return all;
    }

    /**
     * The policies of a device, for people.
     *
     * @param node its name
     * @param paths those of its minor nodes
     * @return the device's, and those of minor nodes that have another one
     */
    public String describe(String node, Collection<String> paths) {
        RemovalPolicy common = configuration.removalPolicy(node);
        Map<String, RemovalPolicy> others = new TreeMap<>();
        paths.stream().filter(path -> of(node, path) != common).forEach(path -> others.put(path, of(node, path)));
        return common + (others.isEmpty() ? "" : " but " + others);
    }
}
