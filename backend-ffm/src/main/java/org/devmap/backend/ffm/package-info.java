/**
 * Anonymous memory through java.lang.foreign: mmap, huge pages, locking.
 */
package org.devmap.backend.ffm;
