package org.devmap.runtime.trace;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Event;
import jdk.jfr.EventFactory;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.ValueDescriptor;

/**
 * The events themselves. Loaded only where the recorder is. Their classes are made by the recorder, in its own package:
 * into classes of ours it would weave calls of a package that it exports to nobody, and that no class loader of a
 * bundle finds.
 */
final class Events {

    private Events() {
    }

    /** Null if nobody records this kind. */
    static Begun begin(Occurrence what) {
        if (!FlightRecorder.isInitialized()) {
            return null;
        }
        Kind kind = Kinds.ALL.get(what);
        return kind != null && kind.type.isEnabled() ? new Begun(kind.factory.newEvent()) : null;
    }

    /** One kind of event, and what knows cheaply whether it is recorded. */
    private record Kind(EventFactory factory, EventType type) {
    }

    /** Made when there is a recording for the first time: to make them starts the recorder. */
    private static final class Kinds {

        private static final Map<Occurrence, Kind> ALL = all();

        private Kinds() {
        }

        /** Empty if the recorder does not take them: nothing that an application does may fail for that. */
        private static Map<Occurrence, Kind> all() {
            Map<Occurrence, Kind> kinds = new EnumMap<>(Occurrence.class);
            try {
                for (Occurrence what : Occurrence.values()) {
                    EventFactory factory = factory(what);
                    kinds.put(what, new Kind(factory, factory.getEventType()));
                }
                return kinds;
            } catch (RuntimeException | LinkageError | InternalError e) {
                System.getLogger(Trace.LOG).log(System.Logger.Level.WARNING,
                        "Flight Recorder is told nothing, it did not take our events", e);
                return Map.of();
            }
        }

        private static EventFactory factory(Occurrence what) {
            return EventFactory.create(
                    List.of(new AnnotationElement(Name.class, what.event()),
                            new AnnotationElement(Label.class, what.label()),
                            new AnnotationElement(Category.class, new String[] {"devmap"})),
                    List.of(field(String.class, "where", "Where"), field(long.class, "start", "Start"),
                            field(long.class, "length", "Length",
                                    new AnnotationElement(DataAmount.class, DataAmount.BYTES))));
        }

        private static ValueDescriptor field(Class<?> type, String name, String label, AnnotationElement... more) {
            List<AnnotationElement> annotations = new ArrayList<>(List.of(more));
            annotations.add(new AnnotationElement(Label.class, label));
            return new ValueDescriptor(type, name, annotations);
        }
    }

    /** An event of one of the kinds. */
    static final class Begun implements Trace.Span {

        private final Event event;

        private Begun(Event event) {
            this.event = event;
            event.begin();
        }

        void end(Object where, long start, long length) {
            event.end();
            if (event.shouldCommit()) {
                event.set(0, where.toString());
                event.set(1, start);
                event.set(2, length);
                event.commit();
            }
        }
    }
}
