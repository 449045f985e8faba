package io.pullway.rating.web;

/** How ids stand in paths. */
public final class Ids {
    /** One id has one path: {@code 05} and {@code +5} are not the user 5 but not found. */
    public static final String PATH = "{id: [1-9][0-9]{0,18}}";

    private Ids() {}
}
