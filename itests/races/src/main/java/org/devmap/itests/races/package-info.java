/**
 * Starts the races between accesses and whoever takes the memory away, in Java machines of all modes, and says what
 * came of them.
 */
package org.devmap.itests.races;
