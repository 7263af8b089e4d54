import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the JSON of the benchmarks, and ends with 1 and what is wrong with it if it is no JSON or lacks something.
 *
 * <p>Arguments: the file, the ids that must be there, separated by commas.
 */
void main(String[] arguments) throws IOException {
    Set<String> keys = Set.of("id", "what", "against", "ratio", "target", "met", "ours", "theirs", "unit");
    List<String> ids = new ArrayList<>();
    try {
        List<?> rows = (List<?>) new Json(Files.readString(Path.of(arguments[0]))).whole();
        for (Object row : rows) {
            Map<?, ?> object = (Map<?, ?>) row;
            if (!object.keySet().equals(keys)) {
                fail("a row has the keys " + object.keySet() + " and should have " + keys);
            }
            if (!(object.get("ratio") instanceof Double ratio) || !(ratio > 0)) {
                fail("the ratio of " + object.get("id") + " is " + object.get("ratio"));
            }
            ids.add(object.get("id").toString());
        }
    } catch (IllegalArgumentException malformed) {
        fail(malformed.getMessage());
    }
    if (!ids.equals(List.of(arguments[1].split(",")))) {
        fail("there are rows " + ids + " and should be " + arguments[1]);
    }
    IO.println("ratios: all " + ids.size() + " rows can be read");
}

private void fail(String message) {
    System.err.println("ratios: " + message);
    System.exit(1);
}

/** A reader of JSON. */
private static final class Json {

    private final String text;
    private int at;

    Json(String text) {
        this.text = text;
    }

    Object whole() {
        Object value = value();
        if (peek() != 0) {
            throw new IllegalArgumentException("something follows the value, at character " + at);
        }
        return value;
    }

    private Object value() {
        return switch (peek()) {
            case '[' -> array();
            case '{' -> object();
            case '"' -> string();
            default -> word();
        };
    }

    private List<Object> array() {
        List<Object> values = new ArrayList<>();
        take('[');
        while (peek() != ']') {
            values.add(value());
            if (peek() != ']') {
                take(',');
            }
        }
        take(']');
        return values;
    }

    private Map<String, Object> object() {
        Map<String, Object> members = new LinkedHashMap<>();
        take('{');
        while (peek() != '}') {
            String key = string();
            take(':');
            members.put(key, value());
            if (peek() != '}') {
                take(',');
            }
        }
        take('}');
        return members;
    }

    private String string() {
        take('"');
        StringBuilder characters = new StringBuilder();
        while (text.charAt(at) != '"') {
            if (text.charAt(at) == '\\') {
                at++;
            }
            characters.append(text.charAt(at++));
        }
        at++;
        return characters.toString();
    }

    private Object word() {
        int start = at;
        while (at < text.length() && ",]} \n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> "null";
            default -> Double.valueOf(word);
        };
    }

    /** The next character that counts, 0 at the end. */
    private char peek() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void take(char expected) {
        if (peek() != expected) {
            throw new IllegalArgumentException("character " + at + " should be " + expected);
        }
        at++;
    }
}
