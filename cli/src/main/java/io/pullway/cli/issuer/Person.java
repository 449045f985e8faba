package io.pullway.cli.issuer;

import java.util.List;

/**
 * Somebody whom the development issuer lets in by a click. The first ones have profiles among the data of the rating
 * service (V5__people_who_sign_in.sql): subjects and names stand there, too.
 *
 * @param subject {@code sub} of the tokens
 * @param roles {@code groups} of the tokens
 */
record Person(String subject, String name, List<String> roles, String remark) {
    static final List<Person> ALL = List.of(
            new Person("anna", "Anna Lindqvist", List.of("user"), "has rated before"),
            new Person("mateo", "Mateo García", List.of("user"), "has rated before"),
            new Person("chidi", "Chidi Okafor", List.of("user", "moderator"), "may delete ratings"),
            new Person("yuki", "Yuki Tanaka", List.of("user", "admin"), "may do everything"),
            new Person("ada", "Ada Lovelace", List.of("user"), "is new: has no profile until she makes one"));

    /** Null if there is nobody of that subject. */
    static Person of(String subject) {
        return ALL.stream()
                .filter(person -> person.subject().equals(subject))
                .findFirst()
                .orElse(null);
    }
}
