package org.devmap.runtime.trace;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.Label;

/**
 * What all events have in common. It does not name its subclasses: the recorder changes this class while it is being
 * loaded, which fails if that loads a subclass.
 */
@Category("devmap")
abstract non-sealed class DeviceEvent extends Event implements Trace.Span {

    @Label("Where")
    String where;

    @Label("Start")
    long start;

    @Label("Length")
    @DataAmount
    long length;

    void end(Object place, long from, long bytes) {
        end();
        if (shouldCommit()) {
            where = place.toString();
            start = from;
            length = bytes;
            commit();
        }
    }
}
