/**
 * The six properties of section 5.2, tested by a model: a {@link org.devmap.conformance.property.Generator} makes a random
 * sequence of {@linkplain org.devmap.conformance.property.Operation operations} from a seed, a
 * {@link org.devmap.conformance.property.World} does each of them on a real system and compares what it sees with an
 * {@link org.devmap.conformance.property.Oracle}, and a {@link org.devmap.conformance.property.Shrinker} shortens a sequence that
 * fails before it is shown. {@link org.devmap.conformance.property.PropertyRun} ties them together.
 */
package org.devmap.conformance.property;
