package io.pullway.cli.service;

import io.pullway.cli.streams.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A checkout of Pullway on this machine. */
public record Checkout(Path root) {
    /**
     * The one that a folder is in.
     *
     * @throws RefusedException when it is in none
     */
    public static Checkout around(Path folder) throws RefusedException {
        for (Path at = folder.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("k8s/base/streams")) && Files.isRegularFile(at.resolve("pom.xml"))) {
                return new Checkout(at);
            }
        }
        throw new RefusedException(folder.toAbsolutePath().normalize()
                + " is in no checkout of Pullway: go into one, or name it with --checkout.");
    }

    /** @throws RefusedException when it is not there: new services are made after those that are */
    String read(String file) throws RefusedException {
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new RefusedException(file + " cannot be read, and a new service is made after it: " + e.getMessage());
        }
    }

    /** Null where it does not exist. */
    String readIfThere(String file) throws RefusedException {
        return Files.exists(root.resolve(file)) ? read(file) : null;
    }

    /** Writes it, with the folders that it needs. */
    public void write(Change change) throws RefusedException {
        Path path = root.resolve(change.file());
        try {
            Files.createDirectories(path.getParent());
            Files.writeString(path, change.content());
        } catch (IOException e) {
            throw new RefusedException(change.file() + " cannot be written: " + e.getMessage());
        }
    }
}
