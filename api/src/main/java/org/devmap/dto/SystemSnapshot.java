package org.devmap.dto;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything.
 *
 * @param nodes the device tree, by name
 * @param drivers the drivers, in the order of registration
 * @param providers the memory providers, the default first
 * @param memory what providers host, and what those that left had hosted
 * @param spaces the address spaces that have not exited, by id
 * @param cookies the umem cookies that are not freed
 * @param contexts the context records (section 1.3)
 * @param gates the lock gates (section 1.3)
 * @param limits locked memory
 * @param counters what happened so far, by event name: mmap, fault, access, load, unload, remap, munmap, dup, contextSwitch, refused, swap
 *     (pieces of memory that have moved)
 */
public record SystemSnapshot(List<NodeSnapshot> nodes, List<DriverSnapshot> drivers, List<ProviderSnapshot> providers,
                             List<MemorySnapshot> memory, List<SpaceSnapshot> spaces, List<CookieSnapshot> cookies, List<ContextSnapshot> contexts,
                             List<GateSnapshot> gates, LimitSnapshot limits, Map<String, Long> counters) {

    /**
     * A node by its name.
     *
     * @param name the name
     * @return the node
     */
    public Optional<NodeSnapshot> node(String name) {
        return nodes.stream().filter(n -> n.name().equals(name)).findFirst();
    }

    /**
     * A space by its id.
     *
     * @param id the id
     * @return the space
     */
    public Optional<SpaceSnapshot> space(long id) {
        return spaces.stream().filter(s -> s.id() == id).findFirst();
    }
}
