/**
 * What applications hold in their hands: the process with its files and mappings, on top of the address space, the way
 * of a mapping, and the devices. Also what drivers ask on behalf of their caller: drv_mmap and locking user memory.
 */
package org.devmap.runtime.process;
