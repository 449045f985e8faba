package io.pullway.rating.web;

/**
 * One field of the input that cannot stand, in the words of the client.
 *
 * @param field the field's name in the body or the query; empty for the body as a whole
 * @param detail what is wrong with it
 */
public record WrongField(String field, String detail) {}
