package org.devmap.dto;

import java.util.Map;

/**
 * Locked memory.
 *
 * @param zoneLimit bytes, unsigned, -1 for unlimited
 * @param zoneUsed bytes charged
 * @param projects limit and use by client
 */
public record LimitSnapshot(long zoneLimit, long zoneUsed, Map<String, Project> projects) {

    /**
     * A client's locked memory.
     *
     * @param limit bytes, unsigned, -1 for unlimited
     * @param used bytes charged
     */
    public record Project(long limit, long used) {
    }
}
