/** What people read of tasks, in both languages: a run is written once and read by anybody. */
import { errorKinds, Refusal, type Locale } from "../../core/errors.ts";

export type Words = Record<Locale, string>;

/** A run that failed for a reason worth telling. */
export class TaskFailure extends Error {
  override name = "TaskFailure";
  readonly words: Words;
  /** Whether another try would fail alike. */
  readonly isFinal: boolean;
  constructor(words: Words, { isFinal = false } = {}) {
    super(words.en);
    this.words = words;
    this.isFinal = isFinal;
  }
}

/** Why a run failed, as people may be told. */
export function reasonOf(error: unknown): Words {
  if (error instanceof TaskFailure) return error.words;
  const { id, en } = errorKinds[error instanceof Refusal ? error.code : "internal"];
  return error instanceof Refusal && error.options.detail ? error.options.detail : { id, en };
}
