/**
 * Tells what is in description files: {@link org.devmap.backend.sim.describe.Describer} in plain Java,
 * {@link org.devmap.backend.sim.describe.DescribeCommand} as a command of the distribution.
 */
package org.devmap.backend.sim.describe;
