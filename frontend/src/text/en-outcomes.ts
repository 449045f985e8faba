/** What a problem means to whoever waits, and what to do next. By the tokens of docs/outcomes.md. */
export interface OutcomeText {
  readonly title: string;
  readonly next: string;
  /** In the place of `next`, when nobody sends it or looks for it any more. */
  readonly atLast?: string;
}

const refused = "Nothing was lost and nothing was done twice.";
const checking = "We are checking. Nothing will be done twice.";
const checkedEnough = "We have stopped looking. Try again to find out: nothing will be done twice.";

const told: Record<string, OutcomeText> = {
  unreachable: {
    title: "There is no connection",
    next: "What you sent is kept and goes out again by itself as soon as there is one. It will count once.",
    atLast: "We have stopped trying. What you wrote is still here: try again when there is one. It will count once.",
  },
  "still-running": {
    title: "It is being worked on",
    next: "We are asking until the answer is there.",
    atLast: "We have stopped asking. Try again to get the answer: nothing will be done twice.",
  },
  "outcome-unknown": { title: "We do not know yet whether it was done", next: checking, atLast: checkedEnough },
  "no-instance": { title: "Nobody is there to do this right now", next: `It was not carried out. ${refused}` },
  overloaded: { title: "Too much is going on right now", next: `It was not carried out. ${refused}` },
  "rate-limited": { title: "That was a lot in a short time", next: `It was not carried out. ${refused}` },
  "not-accepted": { title: "The platform cannot take it right now", next: `It was not carried out. ${refused}` },
  "not-started": { title: "Nobody had time for it", next: `It was not carried out, and will not be. ${refused}` },
  "gave-up": { title: "It failed each time it was tried", next: "It is on record. Tell us if you need it done." },
  "answer-too-large": {
    title: "It was done, but the answer was too long",
    next: "Load the page anew to see how it is now.",
  },
  "bad-answer": { title: "It was done, but the answer got lost", next: "Load the page anew to see how it is now." },
  "session-ended": { title: "Your session has ended", next: "Sign in again; what you wrote is still here." },
  unauthorized: { title: "Your sign-in is not good any more", next: "Sign in again; what you wrote is still here." },
  forbidden: { title: "Only some may look at this", next: "Sign in as somebody who may see the platform." },
  "cross-site": { title: "The browser did not say where this comes from", next: "Load the page anew and try again." },
  "not-redrivable": { title: "This cannot be sent again", next: "It can be deleted." },
  "sign-in-failed": { title: "Signing in did not work", next: "Begin anew." },
  "key-reused": { title: "This was sent before with other words", next: "Send it once more." },
  "bad-key": { title: "This cannot be sent like that", next: "Load the page anew and try again." },
  "invalid-input": { title: "Something is not right yet", next: "Have a look at the marked places." },
  "body-too-large": { title: "That is more than fits into a message", next: "Make it shorter." },
  "headers-too-large": { title: "The browser sent too much", next: "Delete the cookies of this site and try again." },
  "no-such-resource": { title: "This is not offered here", next: "Choose something else." },
  "no-such-request": {
    title: "What became of it is not known any more",
    next: "Load the page anew to see how it is now.",
  },
  "unsupported-version": { title: "The platform is being renewed", next: "Try again in a few minutes." },
};

/** The last `outcome-unknown`: nobody will ever know more. */
const lostForGood: OutcomeText = {
  title: "Nobody can say whether it was done",
  next: "Look before you send it again: load the page anew.",
};

const byStatus: Record<number, OutcomeText> = {
  400: { title: "This was not understood", next: "Load the page anew and try again." },
  401: { title: "You have to sign in for this", next: "Sign in; what you wrote is still here." },
  403: { title: "You may not do this", next: "Sign in as somebody who may." },
  404: { title: "It is not there any more", next: "Somebody may have deleted it meanwhile." },
  409: { title: "It does not go together with what is there", next: "Load the page anew to see how it is now." },
  412: { title: "Somebody was quicker", next: "It has changed meanwhile. Look at the newer one first." },
  413: { title: "That is too long", next: "Make it shorter." },
  422: { title: "Something is not right yet", next: "Have a look at the marked places." },
  429: { title: "That was a lot in a short time", next: "It was not carried out. Wait a little." },
  500: { title: "The service has failed", next: "It is on record. Try again later." },
  502: { title: "The way to the service broke", next: checking, atLast: checkedEnough },
  503: { title: "The service cannot do this right now", next: `It was not carried out. ${refused}` },
  504: { title: "The answer takes too long", next: checking, atLast: checkedEnough },
};

const soon = "Try again in a moment.";
const late: OutcomeText = { title: "The answer takes too long", next: soon };
const broken: OutcomeText = { title: "The answer got lost on its way", next: soon };

/** Of what was only to be read nothing is carried out or kept: words for what is told otherwise above. */
const toldOfReads: Record<string, OutcomeText> = {
  unreachable: { title: "There is no connection", next: "Try again when there is one." },
  "still-running": late,
  "outcome-unknown": late,
  "not-started": { title: "Nobody had time for it", next: soon },
  "no-instance": { title: "Nobody is there to answer right now", next: soon },
  overloaded: { title: "Too much is going on right now", next: soon },
  "rate-limited": { title: "That was a lot in a short time", next: soon },
  "not-accepted": { title: "The platform cannot answer right now", next: soon },
  "gave-up": { title: "It failed each time it was tried", next: "It is on record. Try again later." },
  "answer-too-large": { title: "The answer was too long", next: "Tell us, please: it would be too long again." },
  "bad-answer": broken,
  "session-ended": { title: "Your session has ended", next: "Sign in again to see this." },
  unauthorized: { title: "Your sign-in is not good any more", next: "Sign in again to see this." },
};

const readsByStatus: Record<number, OutcomeText> = {
  401: { title: "You have to sign in for this", next: "Sign in to see this." },
  429: { title: "That was a lot in a short time", next: soon },
  502: broken,
  503: { title: "The service cannot answer right now", next: soon },
  504: late,
};

export const outcomes = {
  /** Of what was sent to change something, while it is under way, refused, or has ended. */
  of(token: string, status: number): OutcomeText {
    if (token === "outcome-unknown" && status === 502) return lostForGood;
    return told[token] ?? byStatus[status] ?? { title: "It did not work", next: "Try again later." };
  },
  /** Of what was only to be read. */
  ofRead(token: string, status: number): OutcomeText {
    return toldOfReads[token] ?? readsByStatus[status] ?? outcomes.of(token, status);
  },
  checking: "Checking …",
  againIn: (seconds: number) => `Trying again in ${seconds} s`,
  signIn: "Sign in again",
};
