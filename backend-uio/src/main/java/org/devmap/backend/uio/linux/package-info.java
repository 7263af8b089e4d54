/**
 * The calls of Linux that UIO needs, through java.lang.foreign: {@link org.devmap.backend.uio.linux.LinuxCalls} is the
 * only class that calls native code.
 */
package org.devmap.backend.uio.linux;
