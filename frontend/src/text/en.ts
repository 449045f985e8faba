/** All that the application says, in English. A translation is a file like this one, of the type `Text`. */
export const en = {
  app: {
    name: "Pullway",
    skip: "Skip to the content",
    pages: "Pages",
    services: "Services",
    platform: "Platform",
  },
  notFound: {
    title: "There is nothing here",
    explained: "The address may be old, or mistyped.",
    back: "All services",
  },
  platform: {
    title: "Platform",
  },
};

export type Text = typeof en;
