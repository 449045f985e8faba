/** What came instead of the answer: a problem document of the platform or of the service, or nothing at all. */
export interface Problem {
  /**
   * The last part of the type (docs/outcomes.md), as `no-instance`; `status-409` where the type says nothing, and
   * `unreachable` where no answer came.
   */
  readonly token: string;
  /** 0 where no answer came. */
  readonly status: number;
  readonly detail: string | undefined;
  /** Of 422: what is wrong with which field. */
  readonly errors: readonly WrongField[];
  /** How long to wait before it is sent again; undefined where the answer does not say. */
  readonly retryAfterSeconds: number | undefined;
}

export interface WrongField {
  readonly field: string;
  readonly detail: string;
}

/** Thrown by whoever asked for an answer and got a problem. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(`${problem.token} (${problem.status})`);
    this.name = "ProblemError";
  }
}

const TYPE = "urn:pullway:problem:";

/** @param body what was read of the answer: a document, text, or nothing */
export function problemOf(response: Response, body: unknown): Problem {
  const document = isRecord(body) ? body : {};
  const { type, detail, errors } = document;
  const retryAfter = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return {
    token: typeof type === "string" && type.startsWith(TYPE) ? type.slice(TYPE.length) : `status-${response.status}`,
    status: response.status,
    detail: typeof detail === "string" ? detail : undefined,
    errors: Array.isArray(errors) ? errors.filter(isWrongField) : [],
    retryAfterSeconds: Number.isNaN(retryAfter) ? undefined : retryAfter,
  };
}

/** The network is away, or the connection broke before the answer. */
export const UNREACHABLE: Problem = {
  token: "unreachable",
  status: 0,
  detail: undefined,
  errors: [],
  retryAfterSeconds: undefined,
};

/** The problem in whatever was thrown; what is no problem is a defect and thrown on. */
export function problemIn(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  // What fetch throws when there is no answer (https://fetch.spec.whatwg.org/#fetch-method).
  if (thrown instanceof TypeError) return UNREACHABLE;
  throw thrown;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isWrongField(value: unknown): value is WrongField {
  return isRecord(value) && typeof value.field === "string" && typeof value.detail === "string";
}
