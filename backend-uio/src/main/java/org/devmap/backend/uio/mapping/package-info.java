/**
 * Register sets that are regions of a device: {@link org.devmap.backend.uio.mapping.RegionMapper} finds the way by
 * which the kernel lets a region be mapped, {@link org.devmap.backend.uio.mapping.DeviceWindow} is the range of
 * addresses that comes of it, {@link org.devmap.backend.uio.mapping.ClosedRegion} stands for a region that cannot be
 * mapped at all.
 */
package org.devmap.backend.uio.mapping;
