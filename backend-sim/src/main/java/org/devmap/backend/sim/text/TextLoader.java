package org.devmap.backend.sim.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.devmap.backend.sim.description.DeviceDescription;
import org.devmap.backend.sim.description.Loaded;
import org.devmap.backend.sim.description.Peripheral;
import org.devmap.backend.sim.description.Problems;

/** Loads a description in our own form. Everything that is wrong with it comes in one report, each with its line. */
public final class TextLoader {

    private static final long LARGEST = 1L << 40;

    private final Problems problems;
    private final List<Peripheral> peripherals = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String device = "";
    private PeripheralBuilder open;

    private TextLoader(Problems problems) {
        this.problems = problems;
    }

    /**
     * Loads a file.
     *
     * @param file its name, for messages
     * @param in its content in UTF-8; not closed
     * @return what it describes, and what is wrong with it
     * @throws IOException if it cannot be read
     */
    public static Loaded load(String file, InputStream in) throws IOException {
        Problems problems = new Problems(file);
        TextLoader loader = new TextLoader(problems);
        int number = 0;
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                loader.take(new Words(++number, line, problems));
            }
        } catch (CharacterCodingException notText) {
            problems.error(number + 1, "", "the file is not text in UTF-8");
        }
        return Loaded.of(file, loader.finish(), problems);
    }

    private void take(Words words) {
        if (words.isEmpty()) {
            return;
        }
        String keyword = words.next().orElseThrow();
        switch (keyword) {
            case "device" -> takeDevice(words);
            case "peripheral" -> takePeripheral(words);
            case "interrupt" -> inPeripheral(keyword, words, PeripheralBuilder::takeInterrupt);
            case "register" -> inPeripheral(keyword, words, PeripheralBuilder::takeRegister);
            case "field" -> inPeripheral(keyword, words, PeripheralBuilder::takeField);
            case "value" -> inPeripheral(keyword, words, PeripheralBuilder::takeValue);
            default -> words.error("\"" + keyword
                    + "\" begins no line; lines begin with device, peripheral, interrupt, register, field or value");
        }
    }

    private void takeDevice(Words words) {
        if (!device.isEmpty()) {
            words.error("there is a second device line; a file describes one device");
        }
        words.expect("name").ifPresent(name -> device = name);
        words.next().ifPresent(word -> words.error("\"" + word + "\" is too much: device NAME is all"));
    }

    private void takePeripheral(Words words) {
        closePeripheral();
        Optional<String> name = words.expect("name");
        OptionalLong base = OptionalLong.empty();
        OptionalLong size = OptionalLong.empty();
        for (String word = words.next().orElse(null); word != null; word = words.next().orElse(null)) {
            switch (word) {
                case "at" -> base = words.expectNumber("base address");
                case "size" -> size = words.expectNumber("size", 1, LARGEST);
                default -> words.error("\"" + word + "\" is not known here; a peripheral has a name, at ADDRESS and size BYTES");
            }
        }
        if (!words.isWrong() && (base.isEmpty() || size.isEmpty())) {
            words.error("a peripheral needs at ADDRESS and size BYTES");
        }
        if (name.isPresent() && !names.add(name.get())) {
            words.error("there is another peripheral " + name.get());
        }
        open = new PeripheralBuilder(name.orElse("?"), words.description(), base.orElse(0), size.orElse(LARGEST), problems);
    }

    private void inPeripheral(String keyword, Words words, BiConsumer<PeripheralBuilder, Words> action) {
        if (open == null) {
            words.error("a " + keyword + " line must follow a peripheral line");
        } else {
            action.accept(open, words);
        }
    }

    private void closePeripheral() {
        if (open != null) {
            peripherals.add(open.finish());
            open = null;
        }
    }

    private DeviceDescription finish() {
        closePeripheral();
        if (device.isEmpty()) {
            problems.error(0, "", "the line device NAME is missing");
        }
        if (peripherals.isEmpty()) {
            problems.error(0, "", "there is no peripheral");
        }
        return new DeviceDescription(device, peripherals);
    }
}
