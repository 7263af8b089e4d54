/**
 * Hot swap: memory moves from one provider to another while applications and drivers use it.
 *
 * <p>{@link org.devmap.runtime.swap.Swapper} takes requests, one after the other;
 * {@link org.devmap.runtime.swap.PieceMove} is the protocol for one piece of memory, with
 * {@link org.devmap.runtime.swap.AtOnce} or {@link org.devmap.runtime.swap.ByChunks} in its middle, whose chunks
 * {@link org.devmap.runtime.swap.Carriage} carries; {@link org.devmap.runtime.swap.PlacementKeeper} moves what has lost
 * its provider or should follow a better one.
 *
 * <h2>The protocol</h2>
 * The steps are those of {@link org.devmap.embed.SwapStep}. Everything that may fail or take long is done before the
 * pause: checks, allocation. The pause is between two volatile writes to the memory's
 * {@link org.devmap.runtime.translation.Residence}; why nothing is lost is argued there. A driver is not suspended: its
 * own view waits like every other, and it is told of nothing, as nothing that it can see has changed.
 *
 * <p>Until the bytes are declared to be at the new place, any failure, be it an exception of a backend, of the copy, or
 * of a {@link org.devmap.embed.SwapProbe}, declares them settled where they were and gives the new memory back.
 * Whatever happens, the gate opens, so that nobody is stuck. What is waited for without end is only an access inside
 * the guard, which ends by itself; locked ranges are waited for with a bound.
 *
 * <h2>Locks</h2>
 * The swap lock, then the memory's right to move, then what the access path takes. No provider is called under the
 * right to move except to give memory back, so that freeing memory never waits for a provider.
 */
package org.devmap.runtime.swap;
