package org.devmap.backend.sim.svd;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.devmap.backend.sim.description.Loaded;

/** Writes descriptions for tests, with a device around them that has no problem of its own. */
final class Svd {

    private static final String HEAD = """
            <?xml version="1.0" encoding="utf-8"?>
            <device schemaVersion="1.3"><name>D</name><version>1</version><description>d</description>
            <addressUnitBits>8</addressUnitBits><width>32</width><size>32</size><access>read-write</access>
            <resetValue>0x00FF00FF</resetValue><resetMask>0x0FFFFFFF</resetMask><peripherals>
            """;

    private Svd() {
    }

    /** The line of the file on which the first line of the peripherals stands. */
    static int firstLine() {
        return 5;
    }

    static Loaded load(String peripherals) {
        return loadFile(HEAD + peripherals + "</peripherals></device>");
    }

    static Loaded loadFile(String xml) {
        try {
            return SvdLoader.load("test.svd", new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    static String peripheral(String name, String registers) {
        return "<peripheral><name>" + name + "</name><baseAddress>0x1000</baseAddress><addressBlock><offset>0</offset>"
                + "<size>0x100</size><usage>registers</usage></addressBlock><registers>" + registers
                + "</registers></peripheral>\n";
    }

    static String register(String name, long offset, String rest) {
        return "<register><name>" + name + "</name><addressOffset>" + offset + "</addressOffset>" + rest + "</register>\n";
    }
}
