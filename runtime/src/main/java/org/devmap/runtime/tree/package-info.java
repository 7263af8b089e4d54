/**
 * The nodes and the drivers there are, and who is bound to whom: publishing and withdrawing, attach and detach, open.
 * When one of them leaves while it is in use, {@code org.devmap.runtime.exchange} says what becomes of it.
 */
package org.devmap.runtime.tree;
