/** What somebody is about to say of a service. */
export interface Draft {
  readonly score: number | undefined;
  readonly comment: string;
}

export const EMPTY: Draft = { score: undefined, comment: "" };

/** As many characters as the API takes. */
export const LONGEST_COMMENT = 1_000;

/** As the API wants it: blanks around a comment do not count, and no comment is null. */
export function commentOf({ comment }: Draft): string | null {
  return comment.trim() || null;
}
