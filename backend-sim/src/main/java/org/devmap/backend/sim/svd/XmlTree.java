package org.devmap.backend.sim.svd;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.devmap.backend.sim.description.Problems;

/**
 * Reads XML into elements with their lines, in one pass. Descriptions come from anywhere, so nothing in one can reach outside
 * it: a document type declaration is an error, entities other than XML's own too, and nesting has a limit.
 */
final class XmlTree {

    private static final int DEEPEST = 64;

    private final Problems problems;
    private final Deque<Element> open = new ArrayDeque<>();
    private final Deque<StringBuilder> texts = new ArrayDeque<>();
    private Element root;

    private XmlTree(Problems problems) {
        this.problems = problems;
    }

    /** The root element; empty if the file is not XML that can be read, which is reported. */
    static Optional<Element> read(InputStream in, Problems problems) throws IOException {
        XmlTree tree = new XmlTree(problems);
        try {
            XMLStreamReader reader = newFactory().createXMLStreamReader(in);
            while (reader.hasNext() && !problems.hasErrors()) {
                tree.take(reader, reader.next());
            }
            reader.close();
        } catch (XMLStreamException broken) {
            if (broken.getNestedException() instanceof IOException unreadable) {
                throw unreadable;
            }
            int line = broken.getLocation() == null ? 0 : broken.getLocation().getLineNumber();
            problems.error(Math.max(0, line), "", "not well-formed XML: " + firstSentence(broken.getMessage()));
        }
        return problems.hasErrors() ? Optional.empty() : Optional.ofNullable(tree.root);
    }

    private static XMLInputFactory newFactory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        return factory;
    }

    private void take(XMLStreamReader reader, int event) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> begin(reader);
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                if (!texts.isEmpty()) {
                    texts.peek().append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
                }
            }
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.DTD -> problems.error(reader.getLocation().getLineNumber(), "",
                    "a document type declaration is not allowed; remove <!DOCTYPE ...>");
            case XMLStreamConstants.ENTITY_REFERENCE -> problems.error(reader.getLocation().getLineNumber(), "",
                    "entity &" + reader.getLocalName()
                    + "; is not known; only &lt; &gt; &amp; &quot; &apos; and characters by number are");
            default -> {
                // Comments and processing instructions say nothing about registers.
            }
        }
    }

    private void begin(XMLStreamReader reader) {
        int line = reader.getLocation().getLineNumber();
        if (open.size() == DEEPEST) {
            problems.error(line, "", "elements are nested deeper than " + DEEPEST);
            return;
        }
        Element parent = open.peek();
        Element element = new Element(reader.getLocalName(), line, parent, reader.getAttributeValue(null, "derivedFrom"));
        if (parent == null) {
            root = element;
        } else {
            parent.add(element);
        }
        open.push(element);
        texts.push(new StringBuilder(0));
    }

    private void end() {
        Element element = open.pop();
        StringBuilder text = texts.pop();
        if (element.children().isEmpty()) {
            element.text(collapse(text));
        }
    }

    /** White space of any length is one blank, and none at the ends. */
    private static String collapse(CharSequence text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c > ' ') {
                collapsed.append(c);
            } else if (!collapsed.isEmpty() && collapsed.charAt(collapsed.length() - 1) != ' ') {
                collapsed.append(' ');
            }
        }
        if (!collapsed.isEmpty() && collapsed.charAt(collapsed.length() - 1) == ' ') {
            collapsed.setLength(collapsed.length() - 1);
        }
        return collapsed.toString();
    }

    private static String firstSentence(String message) {
        String words = message.substring(message.indexOf("Message: ") < 0 ? 0 : message.indexOf("Message: ") + 9);
        return words.strip();
    }
}
