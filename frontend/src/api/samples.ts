import type { Rating, Service, Session, Statistics, User } from "./client.ts";

/** Who and what tests are about. */
const AT = { createdAt: "2026-11-20T10:00:00Z", updatedAt: "2026-11-20T10:00:00Z" };

export const ANNA: User = { id: 1, firstName: "Anna", lastName: "Berg", ...AT };

export const AS_ANNA: Session = { signedIn: true, subject: "anna", name: "Anna Berg", roles: ["user"] };

export const NOBODY: Session = { signedIn: false };

export const DELIVERY: Service = { id: 7, name: "Delivery", description: "By bicycle.", ...AT };

export const UNRATED: Statistics = { serviceId: 7, count: 0, average: null, distribution: {} };

export function rating(change: Partial<Rating> = {}): Rating {
  return { id: 5, serviceId: 7, userId: ANNA.id, score: 4, comment: "Quick.", ...AT, ...change };
}
