package org.devmap.runtime.handle;

import org.devmap.runtime.call.CallStack;
import org.devmap.runtime.exclusion.SharedRecords;

/**
 * What handles need of their system.
 *
 * @param calls who is calling
 * @param records gates and contexts
 * @param counters what happened
 * @param diagnostics hears one line for each oddity
 * @param cachedOnly whether umem knows only the cache attribute CACHED
 */
public record HandleServices(CallStack calls, SharedRecords records, Counters counters, Diagnostics diagnostics,
                             boolean cachedOnly) {
}
