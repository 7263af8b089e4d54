/**
 * How a mapping comes to be: the checks of mmap(2) (2.1), the dispatch to segmap(9E), devmap(9E) or the old mmap(9E)
 * (2.2), devmap_setup(9F) with its loop (2.3), and drv_mmap(D3) (2.25).
 *
 * <p>The way of a request: {@link org.devmap.runtime.mapping.MmapCall} checks and dispatches, perhaps through the
 * driver's own segmap(9E) with a {@link org.devmap.runtime.mapping.SegmapCall};
 * {@link org.devmap.runtime.mapping.DevmapSetup} asks the driver for handles and
 * {@link org.devmap.runtime.mapping.Placement} gives them an address, a segment and their map callbacks.
 */
package org.devmap.runtime.mapping;
