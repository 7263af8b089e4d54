/** The rules that hold between the modules of this project, checked on their compiled classes. */
package org.devmap.itests.architecture;
