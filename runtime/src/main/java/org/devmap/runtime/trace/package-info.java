/**
 * What happens, as events of JDK Flight Recorder: {@code devmap.Mmap}, {@code Munmap}, {@code Fault}, {@code
 * ContextSwitch}, {@code Load}, {@code Unload}, {@code Remap}, {@code Swap} and {@code Refused}, each with its
 * duration, place and range. How often each happened is counted by {@link org.devmap.runtime.handle.Counters}, recorded
 * or not.
 */
package org.devmap.runtime.trace;
