/**
 * Real hardware through Linux UIO, without native code of our own: discovery, register sets, interrupts, hot-plug.
 *
 * <p>Begin with {@link org.devmap.backend.uio.UioNexus}. Below it, each room has one responsibility: {@code sysfs}
 * reads what the kernel says of its devices, {@code presence} publishes and withdraws while they come and go, {@code
 * node} opens them, {@code mapping} maps their regions, {@code interrupt} waits for them, {@code pci} is configuration
 * space, {@code dma} the way to memory, {@code refusal} says what the kernel's refusals mean, {@code linux} calls it.
 */
package org.devmap.backend.uio;
