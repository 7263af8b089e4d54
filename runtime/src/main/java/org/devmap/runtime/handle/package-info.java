/**
 * Mapping handles and the segments they form: setup, remap, load and unload (sections 2.6 to 2.8 and 2.15), the default
 * load (2.12), what a partial unmap does to them (2.17) and how a fork copies them (2.14).
 *
 * <p>Lock order inside: handle lock (only of remappable handles), then the segment's page lock (its monitor), then the
 * monitor of the pages of a handle, then the translation. Driver callbacks never run under any of them.
 */
package org.devmap.runtime.handle;
