package org.devmap.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.devmap.RegisterDescription;
import org.devmap.RegisterDescription.Access;
import org.devmap.RegisterDescription.Effect;
import org.devmap.RegisterDescription.Field;
import org.devmap.dto.NodeSnapshot;
import org.devmap.dto.NodeSnapshot.Registers;

/** Registers and their fields as tables: a row for each register, and below it one for each of its fields. */
final class RegisterTables {

    private static final String FIELD_INDENT = "  ";
    private static final int BRIEF = 64;
    private static final String ELLIPSIS = "...";

    /**
     * What is in a register.
     *
     * @param value the value, if it was read
     * @param why in a few words why it was not
     * @param story what the device said, if it failed
     */
    record Content(OptionalLong value, String why, Optional<String> story) {

        static Content of(long value) {
            return new Content(OptionalLong.of(value), "", Optional.empty());
        }

        static Content absent(String why) {
            return new Content(OptionalLong.empty(), why, Optional.empty());
        }

        static Content failed(RuntimeException reason) {
            return new Content(OptionalLong.empty(), "(read failed)", Optional.of(String.valueOf(reason.getMessage())));
        }
    }

    private RegisterTables() {
    }

    /** What a set says of its registers. */
    static String described(Registers set) {
        Table table = new Table().left("REGISTER").right("AT").right("WIDTH").left("ACCESS").left("RESET").left("EFFECTS")
                .left("DESCRIPTION");
        for (RegisterDescription register : set.registers()) {
            table.row(register.name(), Figures.address(register.offset()), register.width(), access(register.access()),
                    Figures.value(register.resetValue(), register.width()), effects(register), brief(register.description()));
            for (Field field : register.fields()) {
                table.row(FIELD_INDENT + field.name(), Figures.bits(field), "", "", "", "", brief(field.description()));
            }
        }
        return table.toString();
    }

    /** What is in the registers of a set; no fields of what was not read. */
    static String values(Registers set, Function<RegisterDescription, Content> contents) {
        Table table = new Table().left("REGISTER").right("AT").left("VALUE").right("DECIMAL").left("DESCRIPTION");
        for (RegisterDescription register : set.registers()) {
            Content content = contents.apply(register);
            String at = Figures.address(register.offset());
            if (content.value().isPresent()) {
                long value = content.value().getAsLong();
                table.row(register.name(), at, Figures.value(value, register.width()), Long.toUnsignedString(value),
                        brief(register.description()));
                fields(table, register, value, RegisterTables::brief);
            } else {
                table.row(register.name(), at, content.why(), "", brief(register.description()));
                content.story().ifPresent(story -> table.note(register.name() + ": " + story));
            }
        }
        return table.toString();
    }

    private static void fields(Table table, RegisterDescription register, long value,
            UnaryOperator<String> description) {
        for (Field field : register.fields()) {
            table.row(FIELD_INDENT + field.name(), Figures.bits(field), Figures.address(field.of(value)),
                    Long.toUnsignedString(field.of(value)), description.apply(field.description()));
        }
    }

    /** What one read brought. */
    static String value(NodeSnapshot node, Place place, long value) {
        List<String> lines = new ArrayList<>();
        lines.add("%s %s = %s (%s)".formatted(node.name(), place, place.text(place.of(value)),
                Long.toUnsignedString(place.of(value))));
        place.register().filter(register -> !register.fields().isEmpty() && place.field().isEmpty()).ifPresent(register -> {
            Table table = new Table().left("FIELD").right("AT").left("VALUE").right("DECIMAL").left("DESCRIPTION");
            fields(table, register, value, UnaryOperator.identity());
            lines.add(table.toString());
        });
        return String.join("\n", lines);
    }

    /** Vendors write whole paragraphs; in the table of a set only their beginning has room. */
    private static String brief(String description) {
        return description.length() <= BRIEF ? description : description.substring(0, BRIEF - ELLIPSIS.length()) + ELLIPSIS;
    }

    private static String access(Access access) {
        return switch (access) {
            case READ_WRITE -> "rw";
            case READ_ONLY -> "ro";
            case WRITE_ONLY -> "wo";
        };
    }

    private static String effects(RegisterDescription register) {
        return register.effects().isEmpty() ? "-"
                : register.effects().stream().sorted().map(Effect::name).map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" "));
    }
}
