/**
 * Reads CMSIS-SVD, the form in which vendors of microcontrollers describe their registers, with nothing but the JDK.
 * {@link org.devmap.backend.sim.svd.SvdLoader} is the way in: {@link org.devmap.backend.sim.svd.XmlTree} reads the elements
 * with their lines, {@link org.devmap.backend.sim.svd.Derivation} resolves derivedFrom, the readers expand arrays, hand
 * down defaults and build registers.
 */
package org.devmap.backend.sim.svd;
