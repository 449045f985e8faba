package io.pullway.cli.status;

/** How the address of a NATS server is shown to people. */
public final class ServerAddress {
    private ServerAddress() {}

    /** Without the user and the password that may stand in it. @param addresses one, or several with commas between */
    public static String shown(String addresses) {
        return addresses.replaceAll("//[^/@]*@", "//");
    }
}
