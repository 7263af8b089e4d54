package org.devmap.shell;

import java.util.List;
import java.util.stream.Collectors;
import org.devmap.dto.SpaceSnapshot;
import org.devmap.dto.SystemSnapshot;

/** Address spaces by what the user calls them: the owner, with the space's id behind it where one owner has several. */
final class Spaces {

    private final List<SpaceSnapshot> all;

    Spaces(SystemSnapshot system) {
        all = system.spaces();
    }

    /** The name under which it is shown and found. */
    String name(SpaceSnapshot space) {
        boolean alone = all.stream().filter(other -> other.owner().equals(space.owner())).count() == 1;
        return alone ? space.owner() : space.owner() + "#" + space.id();
    }

    /** Those with this name, owner or id, at least one; else the failure names those there are. */
    List<SpaceSnapshot> find(String word) {
        List<SpaceSnapshot> found = all.stream().filter(space -> name(space).equals(word) || space.owner().equals(word)
                || String.valueOf(space.id()).equals(word)).toList();
        if (found.isEmpty()) {
            throw new CommandFailure("SPACE '" + word + "': no address space has this owner or id; there "
                    + (all.isEmpty() ? "is none at all"
                            : "are " + all.stream().map(space -> space.id() + " " + space.owner())
                                    .collect(Collectors.joining(", "))));
        }
        return found;
    }
}
