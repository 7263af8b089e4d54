package org.devmap.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.devmap.driver.DevmapFlags;
import org.devmap.dto.HandleSnapshot;

/** How a mapping handle is accessed, in words: what does not fit into the columns of a table. */
final class HandleText {

    private HandleText() {
    }

    /** Protection and its bounds, attributes, flags, callbacks, hold-off. What is absent is left out. */
    static String of(HandleSnapshot handle) {
        List<String> parts = new ArrayList<>();
        parts.add(protection(handle));
        parts.add("%s %s %s".formatted(handle.ordering(), handle.cache(), handle.endian()).toLowerCase(Locale.ROOT));
        parts.addAll(flags(handle.flags()));
        parts.add(handle.callbacks().isEmpty() ? "no callbacks" : "callbacks " + handle.callbacks());
        if (handle.timeout() != 0) {
            parts.add("hold-off " + Devices.counted(handle.timeout(), "tick"));
        }
        return String.join("; ", parts);
    }

    private static String protection(HandleSnapshot handle) {
        String text = Figures.protection(handle.prot()) + ", at most " + Figures.protection(handle.maxprot());
        return handle.origMaxprot() == handle.maxprot() ? text
                : text + " (" + Figures.protection(handle.origMaxprot()) + " by segmap)";
    }

    private static List<String> flags(int bits) {
        DevmapFlags flags = new DevmapFlags(bits);
        List<String> words = new ArrayList<>();
        if (flags.contains(DevmapFlags.MAPPING_INVALID)) {
            words.add("invalid until remapped");
        }
        if (flags.contains(DevmapFlags.ALLOW_REMAP)) {
            words.add("may be remapped");
        }
        return words;
    }
}
