import { outcomes } from "./en-outcomes.ts";
import { platform } from "./en-platform.ts";

const number = new Intl.NumberFormat("en");
const average = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const percent = new Intl.NumberFormat("en", { style: "percent" });
const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });
const moment = new Intl.DateTimeFormat("en", { dateStyle: "long", timeStyle: "short" });
const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const plural = (count: number, one: string, many: string) => `${number.format(count)} ${count === 1 ? one : many}`;

/** All that the application says, in English. A translation is a file like this one, of the type `Text`. */
export const en = {
  outcomes,
  app: {
    name: "Pullway",
    skip: "Skip to the content",
    pages: "Pages",
    services: "Services",
    people: "People",
    moderation: "Moderation",
    platform: "Platform",
    theme: "Colours",
    themes: { system: "As the system", light: "Light", dark: "Dark" },
    close: "Close",
    cancel: "Cancel",
    tryAgain: "Try again",
    more: "Show more",
    loading: "Loading …",
  },
  failed: {
    title: "This page has failed",
    explained: "That is a defect of the application. Loading the page anew may help.",
    reload: "Load the page anew",
  },
  notFound: {
    title: "There is nothing here",
    explained: "The address may be old or mistyped, or what was here is gone.",
    back: "All services",
  },
  format: {
    number: (value: number) => number.format(value),
    average: (value: number) => average.format(value),
    moment: (value: string) => moment.format(new Date(value)),
    /** Of the last week how long ago, of older things the day. */
    when(value: string, now: number): string {
      const seconds = Math.min(0, (Date.parse(value) - now) / 1000);
      if (seconds > -45) return "just now";
      if (seconds > -3_570) return ago.format(Math.round(seconds / 60), "minute");
      if (seconds > -84_600) return ago.format(Math.round(seconds / 3_600), "hour");
      if (seconds > -7 * 86_400) return ago.format(Math.round(seconds / 86_400), "day");
      return day.format(new Date(value));
    },
  },
  session: {
    signIn: "Sign in",
    signOut: "Sign out",
    profile: "My profile and ratings",
    unknownName: "Signed in",
    signOutFailed: "You are still signed in.",
  },
  services: {
    title: "What do people think of it?",
    lead: "Every service of the shop, rated by who uses it. Averages move while you watch.",
    search: "Search services",
    searchHint: "Name or description",
    sort: "Order",
    sorts: { name: "By name", "-createdAt": "Newest first" },
    least: "Average",
    leasts: { 0: "Any", 3: "3 and better", 4: "4 and better" },
    found: (shown: number) => plural(shown, "service", "services"),
    none: "No service is like that",
    noneHint: "Try fewer letters, or a lower average.",
    ratings: (count: number) => plural(count, "rating", "ratings"),
    unrated: "Not rated yet",
    noDescription: "No description.",
  },
  stars: {
    of: (value: number) => `${average.format(value)} of 5 stars`,
    choice: (score: number) => plural(score, "star", "stars"),
    meaning: { 1: "Bad", 2: "Poor", 3: "All right", 4: "Good", 5: "Excellent" } as Record<number, string>,
  },
  distribution: {
    title: "Distribution",
    bar: (score: number, count: number, share: number) =>
      `${plural(score, "star", "stars")}: ${plural(count, "rating", "ratings")}, ${percent.format(share)}`,
    short: (counts: readonly number[]) =>
      `Ratings with 1 to 5 stars: ${counts.map((count) => number.format(count)).join(", ")}`,
    only: (score: number) => `Show only ratings with ${plural(score, "star", "stars")}`,
    all: "Show all ratings",
  },
  service: {
    all: "All services",
    average: "Average",
    ratings: "Ratings",
    onlyScore: (score: number) => `Only ${plural(score, "star", "stars")}`,
    none: "Nobody has rated this yet",
    noneHint: "Be the first one.",
    noneOfScore: "Nobody gave that many stars",
    changed: "changed",
    deletedUser: "Somebody",
    you: "you",
  },
  live: {
    connecting: "Connecting",
    live: "Live",
    refused: "Not live",
    explained: {
      connecting: "New ratings will appear here once there is a connection.",
      live: "New ratings appear here by themselves.",
      refused: "You may not listen to new ratings; load the page anew to see them.",
    },
  },
  rate: {
    title: "Your rating",
    signInFirst: "Sign in to say what you think.",
    noProfile: "Before your first rating: what may we call you?",
    firstName: "First name",
    lastName: "Last name",
    makeProfile: "Make my profile",
    score: "Stars",
    comment: "Comment",
    optional: "if you like",
    left: (count: number) => `${number.format(count)} characters left`,
    chooseScore: "Choose one to five stars.",
    send: "Rate",
    sending: "Sending …",
    save: "Save changes",
    edit: "Edit",
    withdraw: "Withdraw",
    withdrawTitle: "Withdraw your rating?",
    withdrawExplained: "Your stars and your comment are deleted. You may rate again.",
    thanks: "Thank you. Your rating is published.",
    saved: "Your changes are published.",
    withdrawn: "Your rating is withdrawn.",
    already: "You have rated this already, perhaps in another window. Here is that rating.",
    loadNewer: "Show the newer one",
    reserved: "Your role may not rate: sign in as somebody who uses the shop.",
  },
  people: {
    title: "People",
    lead: "Who has a profile here.",
    search: "Search people",
    searchHint: "Part of a name",
    none: "Nobody has that name",
    noneHint: "Try fewer letters.",
    since: (date: string) => `Here since ${day.format(new Date(date))}`,
    ratingsOf: "Ratings",
    noRatings: "No ratings yet",
    rename: "Change the name",
    renamed: "The name is changed.",
    remove: "Delete the profile",
    removeTitle: (name: string) => `Delete ${name}?`,
    removeExplained: "All ratings of this profile are deleted, too. Nobody can bring them back.",
  },
  moderation: {
    title: "Moderation",
    lead: "The newest ratings of all services. Delete what should not be here.",
    commented: "Only with a comment",
    remove: "Delete",
    removeTitle: "Delete this rating?",
    removeExplained: (name: string) => `The rating by ${name} is deleted. Nobody can bring it back.`,
    removed: "The rating is deleted.",
    notYours: "This page is for moderators",
    notYoursHint: "Sign in as somebody who may delete ratings.",
    none: "There is nothing to look at",
  },
  platform,
};

export type Text = typeof en;
