/**
 * Real hardware through Linux UIO: discovery, register sets, interrupts, hot-plug.
 */
package org.devmap.backend.uio;
