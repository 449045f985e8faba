package io.pullway.cli.streams;

import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Where in a file the reader is, and where it notes what is wrong there. */
record Place(String file, String resource, String path, List<Problem> problems) {
    Place field(String name) {
        return new Place(file, resource, path.isEmpty() ? name : path + "." + name, problems);
    }

    Place item(int index) {
        return new Place(file, resource, path + "[" + index + "]", problems);
    }

    Place of(String named) {
        return new Place(file, named, path, problems);
    }

    void refuse(Node node, String message) {
        problems.add(new Problem(line(node), resource, path, message));
    }

    String line(Node node) {
        return file + ":" + (node.getStartMark().getLine() + 1);
    }
}
