/**
 * What is behind translations: memory that a provider hosts, register models, the trash page; who may allocate, who
 * shows it, and when it is given back. The runtime owns the lifetime: memory is released only here, after every view of
 * it is revoked.
 */
package org.devmap.runtime.memory;
