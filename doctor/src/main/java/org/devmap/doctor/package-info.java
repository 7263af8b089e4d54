/**
 * The command {@code doctor}: what this machine has for devmap, what is missing, and what to do about it.
 *
 * <p>{@link org.devmap.doctor.Machine} reads what the kernel says of itself; {@link org.devmap.doctor.JavaFindings},
 * {@link org.devmap.doctor.MemoryFindings} and {@link org.devmap.doctor.UioFindings} judge it; {@link
 * org.devmap.doctor.Doctor} prints the table and answers the exit status. It reads files and calls nothing native: it
 * must work where nothing else does, and it needs no other bundle of devmap.
 */
package org.devmap.doctor;
