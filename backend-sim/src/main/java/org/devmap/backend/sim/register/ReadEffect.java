package org.devmap.backend.sim.register;

/** What a read does besides answering the value. */
public enum ReadEffect {
    /** Nothing. */
    NONE,
    /** Clears what was read. */
    CLEAR,
    /** Sets what was read. */
    SET,
    /** Changes it in a way the description does not say: the model leaves it as it is, tools do not read it unasked. */
    MODIFY,
    /** Changes something else: as {@link #MODIFY}. */
    MODIFY_EXTERNAL
}
