/** The job cannot be done (a finding, in contrast, is about readable input). Ends a run with exit code 2. */
export class PlatformError extends Error {
  /** Stable, kebab-case: `config-not-found`. */
  readonly code: string;
  /** What the reader should do, one sentence. */
  readonly fix: string;

  constructor(code: string, message: string, options: { readonly fix: string; readonly cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'PlatformError';
    this.code = code;
    this.fix = options.fix;
  }
}
