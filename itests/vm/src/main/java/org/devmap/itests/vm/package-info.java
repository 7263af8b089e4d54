/**
 * What can only be tested on a kernel with UIO devices: runs inside the virtual machine that {@code itests/vm/run}
 * starts, on a plain class path. {@link org.devmap.itests.vm.TestRunner} is the program.
 *
 * <p>The devices lie at fixed places ({@link org.devmap.itests.vm.Device}). Their memory is a file of the host's, which
 * {@link org.devmap.itests.vm.HostFile} reads past every mapping of this machine; what must still be in it when the
 * machine is off is left to the host as a {@link org.devmap.itests.vm.Claims claim}.
 */
package org.devmap.itests.vm;
