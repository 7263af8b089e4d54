package org.devmap.dto;

/**
 * A memory provider.
 *
 * @param name its name
 * @param ranking its ranking
 * @param hostsNewMemory whether it is the default now
 * @param pieces pieces of memory it holds
 * @param bytes bytes it holds
 * @param waiting allocations that wait for memory
 */
public record ProviderSnapshot(String name, int ranking, boolean hostsNewMemory, int pieces, long bytes,
                               int waiting) {
}
