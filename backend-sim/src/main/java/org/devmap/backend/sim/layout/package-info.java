/** How answers of commands are laid out. */
package org.devmap.backend.sim.layout;
