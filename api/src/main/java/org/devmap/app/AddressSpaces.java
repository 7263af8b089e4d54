package org.devmap.app;

import org.devmap.DataModel;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes address spaces beyond the one that every client bundle has. In a framework the creating bundle stays responsible:
 * when it stops, the spaces it made exit. Thread-safe.
 *
 * <p>Whoever may create a space may name any owner, so that a server can act for its clients. In a framework this means that
 * locked memory of a space is charged to the project that the bundle names, not to the bundle, and that a limit per project
 * binds only bundles that are trusted to name the right one. The space that every bundle has without asking belongs to that
 * bundle.
 */
@ProviderType
public interface AddressSpaces {

    /**
     * A new, empty address space.
     *
     * @param owner the client it is for, its project for locked-memory limits; not blank
     * @return the space; close it when done
     */
    default AddressSpace create(String owner) {
        return create(owner, DataModel.LP64);
    }

    /**
     * A new, empty address space of a data model.
     *
     * @param owner the client it is for, its project for locked-memory limits; not blank
     * @param model {@link DataModel#LP64} or {@link DataModel#ILP32}
     * @return the space; close it when done
     * @throws IllegalArgumentException for another model or a blank owner
     */
    AddressSpace create(String owner, DataModel model);
}
