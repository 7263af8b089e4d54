/**
 * Real memory of the operating system, through java.lang.foreign and nothing else: {@code mmap}, {@code mlock}, sealed
 * memory files that other processes may map, huge pages.
 *
 * <p>Begin with {@link org.devmap.backend.ffm.FfmProvider}. It takes memory from one of two sources: {@code LinuxSource}
 * where Linux can be called, {@code ArenaSource} anywhere else. {@code LinuxMemory} is the only class that calls native
 * code; {@code Region} arranges addresses with guard pages; {@code MappedMemory} is what is handed out. What the kernel
 * says about itself in {@code /proc} and {@code /sys} is read by {@code KernelFigures} and {@code CgroupMemory}.
 * {@code FfmComponent} is the thin shell that makes it a service.
 */
package org.devmap.backend.ffm;
