/**
 * What the kernel says of its UIO devices in {@code /sys}: {@link org.devmap.backend.uio.sysfs.UioTree} reads it, the
 * records hold it. Nothing here opens a device.
 */
package org.devmap.backend.uio.sysfs;
