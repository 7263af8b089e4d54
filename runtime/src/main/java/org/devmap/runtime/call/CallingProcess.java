package org.devmap.runtime.call;

import org.devmap.DataModel;

/** A process, as far as callers need to be told apart. */
public interface CallingProcess {

    /**
     * Its data model.
     *
     * @return LP64 or ILP32
     */
    DataModel model();

    /**
     * Its project.
     *
     * @return the owner's name
     */
    String owner();
}
