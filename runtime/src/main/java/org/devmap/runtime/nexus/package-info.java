/**
 * What stands between a driver and the bytes of its register sets: the nexus rules by which a range is mapped (section
 * 2.20), and who holds the bytes.
 */
package org.devmap.runtime.nexus;
