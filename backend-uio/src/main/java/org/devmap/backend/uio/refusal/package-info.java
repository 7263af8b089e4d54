/**
 * What the kernel's refusals mean, in words of those who can do something about it:
 * {@link org.devmap.backend.uio.refusal.Refusals}.
 */
package org.devmap.backend.uio.refusal;
