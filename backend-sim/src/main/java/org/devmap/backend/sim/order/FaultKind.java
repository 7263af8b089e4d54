package org.devmap.backend.sim.order;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.devmap.backend.DeviceNode;
import org.devmap.backend.sim.fault.Fault;

/** What can be said of a fault: a word and its arguments. */
enum FaultKind {

    STUCK("stuck", "PLACE VALUE [BITS]", 2) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            Place place = Place.parse(device, arguments.get(0));
            if (place.where().length() > Long.BYTES) {
                throw new IllegalArgumentException("PLACE '" + arguments.get(0) + "' must have at most 8 bytes to be stuck");
            }
            int shift = place.field().map(field -> field.lsb()).orElse(0);
            long all = place.mask() >>> shift;
            long value = fitting("VALUE", arguments.get(1), all);
            long bits = arguments.size() > 2 ? fitting("BITS", arguments.get(2), all) : all;
            return new Fault.StuckBits(place.where(), (value & bits) << shift, (~value & bits) << shift);
        }
    },
    BUS_ERROR("bus-error", "PLACE", 1) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            return new Fault.BusFailure(bytes(device, arguments.get(0)));
        }
    },
    SLOW("slow", "PLACE TIME", 2) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            return new Fault.Slow(bytes(device, arguments.get(0)), Numbers.nanos(arguments.get(1)));
        }
    },
    HANG("hang", "PLACE TIME", 2) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            return new Fault.Hang(bytes(device, arguments.get(0)), Numbers.nanos(arguments.get(1)));
        }
    },
    REMOVED("removed", "", 0) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            return new Fault.Removal();
        }
    },
    LOST_INTERRUPT("lost-interrupt", "NUMBER", 1) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            return new Fault.LostInterrupt(interrupt(device, arguments.get(0)));
        }
    },
    SPURIOUS_INTERRUPT("spurious-interrupt", "NUMBER", 1) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            return new Fault.SpuriousInterrupt(interrupt(device, arguments.get(0)));
        }
    },
    OUT_OF_MEMORY("out-of-memory", "", 0) {
        @Override
        Fault toFault(DeviceNode device, List<String> arguments) {
            return new Fault.AllocationFailure();
        }
    };

    private final String word;
    private final String arguments;
    private final int least;

    FaultKind(String word, String arguments, int least) {
        this.word = word;
        this.arguments = arguments;
        this.least = least;
    }

    /** The kind of this word; else the failure names those there are. */
    static FaultKind of(String word) {
        return Stream.of(values()).filter(kind -> kind.word.equals(word)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("FAULT '" + word + "' must be one of "
                        + Stream.of(values()).map(FaultKind::word).collect(Collectors.joining(", "))));
    }

    /** What goes wrong, as arguments of the right number say it; an IllegalArgumentException tells what is wrong with them. */
    abstract Fault toFault(DeviceNode device, List<String> words);

    String word() {
        return word;
    }

    /** Word and arguments. */
    String usage() {
        return (word + " " + arguments).stripTrailing();
    }

    void requireCount(List<String> given) {
        int most = arguments.isEmpty() ? 0 : arguments.split(" ").length;
        if (given.size() < least) {
            throw new IllegalArgumentException(word + ": " + arguments.split(" ")[given.size()] + " is missing; it is: " + usage());
        }
        if (given.size() > most) {
            throw new IllegalArgumentException(word + ": '" + given.get(most) + "' is one word too many; it is: " + usage()
                    + " [" + FaultOrder.WHEN + "]");
        }
    }

    /** A fault as one would have typed it. */
    static String describe(Optional<DeviceNode> device, Fault fault) {
        return switch (fault) {
            case Fault.StuckBits stuck -> describe(device, stuck);
            case Fault.BusFailure(Fault.Where where) -> BUS_ERROR.word + " " + Place.describe(device, where, 0);
            case Fault.Slow(Fault.Where where, long nanos) ->
                    SLOW.word + " " + Place.describe(device, where, 0) + " " + Numbers.time(nanos);
            case Fault.Hang(Fault.Where where, long nanos) ->
                    HANG.word + " " + Place.describe(device, where, 0) + " " + Numbers.time(nanos);
            case Fault.Removal() -> REMOVED.word;
            case Fault.LostInterrupt(int number) -> LOST_INTERRUPT.word + " " + number;
            case Fault.SpuriousInterrupt(int number) -> SPURIOUS_INTERRUPT.word + " " + number;
            case Fault.AllocationFailure() -> OUT_OF_MEMORY.word;
        };
    }

    private static String describe(Optional<DeviceNode> device, Fault.StuckBits stuck) {
        long bits = stuck.ones() | stuck.zeros();
        String place = Place.describe(device, stuck.where(), bits);
        boolean field = !place.equals(Place.describe(device, stuck.where(), 0));
        int shift = field ? Long.numberOfTrailingZeros(bits) : 0;
        boolean all = field || new Place(stuck.where(), Optional.empty()).mask() == bits;
        return STUCK.word + " " + place + " 0x" + Long.toHexString(stuck.ones() >>> shift)
                + (all ? "" : " 0x" + Long.toHexString(bits));
    }

    private static Fault.Where bytes(DeviceNode device, String word) {
        Place place = Place.parse(device, word);
        if (place.field().isPresent()) {
            throw new IllegalArgumentException("PLACE '" + word + "' must be a register, a set or a range: an access that fails"
                    + " or takes time does so for all fields of a register");
        }
        return place.where();
    }

    private static long fitting(String argument, String word, long mask) {
        long number = Numbers.number(argument, word);
        if ((number & ~mask) != 0) {
            throw new IllegalArgumentException(argument + " " + word + " must fit into the "
                    + Long.bitCount(mask) + (mask == 1 ? " bit" : " bits") + " of the place");
        }
        return number;
    }

    private static int interrupt(DeviceNode device, String word) {
        int count = device.interrupts().size();
        if (count == 0) {
            throw new IllegalArgumentException(device.name() + " has no interrupts");
        }
        return Numbers.small("NUMBER", word, count - 1);
    }
}
