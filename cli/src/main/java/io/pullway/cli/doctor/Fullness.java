package io.pullway.cli.doctor;

/** How much of what there is, is used: from 80 % on somebody should look, at 95 % it is too late to think. */
record Fullness(double share) {
    private static final double WARNING = 0.8;
    private static final double ERROR = 0.95;

    /** @param limit not positive for none */
    static Fullness of(long used, long limit) {
        return new Fullness(limit <= 0 ? 0 : (double) used / limit);
    }

    void judge(String what, String why, String command, Notes notes) {
        if (share >= ERROR) {
            notes.error(what, why, command);
        } else if (share >= WARNING) {
            notes.warning(what, why, command);
        }
    }
}
