/**
 * A page fault from the first look to the result (section 2.11).
 *
 * <p>The way of a fault: {@code Space} holds the as lock shared and finds the segment;
 * {@link org.devmap.runtime.fault.FaultDispatcher} walks the handles, passes the lock gate (S-209 to S-216), and for
 * each piece calls the driver's access callback, under no lock of the handle, or the default load.
 * {@link org.devmap.runtime.fault.FaultReport} turns the result into what the application sees (statement table 0.3).
 */
package org.devmap.runtime.fault;
