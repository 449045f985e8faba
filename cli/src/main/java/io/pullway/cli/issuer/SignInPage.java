package io.pullway.cli.issuer;

import java.util.stream.Collectors;

/** The page on which one chooses who to be. */
final class SignInPage {
    private SignInPage() {}

    /** @param query of the request that asks for it, to be asked again with the choice */
    static String html(String query) {
        String people = Person.ALL.stream()
                .map(person -> """
                        <li><a href="/authorize?%s&amp;user=%s">%s</a><br><small>%s; %s</small></li>""".formatted(
                                escaped(query),
                                escaped(person.subject()),
                                escaped(person.name()),
                                escaped(String.join(", ", person.roles())),
                                escaped(person.remark())))
                .collect(Collectors.joining("\n"));
        return page("Who do you want to be?", "<ul>\n" + people + "\n</ul>");
    }

    static String refusal(String complaint) {
        return page("This cannot be answered", "<p>" + escaped(complaint) + "</p>");
    }

    private static String page(String title, String content) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s</title>
                <style>
                body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem }
                ul { list-style: none; padding: 0 } li { margin: 1rem 0 }
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                %2$s
                <p><small>The development issuer of Pullway. It lets everybody in who reaches it.</small></p>
                </body>
                </html>
                """.formatted(escaped(title), content);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
