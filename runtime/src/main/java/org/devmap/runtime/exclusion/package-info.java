/**
 * Which callbacks may run at the same time: the shared records of section 1.3. The
 * {@link org.devmap.runtime.exclusion.LockGate} keeps kernel locks and accesses of one device number and access
 * callback apart; the {@link org.devmap.runtime.exclusion.ContextRecord} runs context callbacks of one device and
 * access callback one at a time and with hold-off. Both exist as long as a handle refers to them. Neither lock is ever
 * held while a driver's callback runs.
 */
package org.devmap.runtime.exclusion;
