/** Finds credentials that stand in clear text. Never returns the value itself. */

/** A place that seems to hold a credential. */
export interface Credential {
  readonly pointer: string;
  /** Name of the variable or key. */
  readonly name: string;
  readonly why: string;
}

const SECRET_NAME =
  /(^|[_.-])(pass(word|wd|phrase)?|secret([_.-]?key)?|api[_.-]?key|(access|private|account|storage|batch|signing|encryption|master)[_.-]?key|(auth|access|refresh|bearer|api|bot)[_.-]?token|token|credentials?)$/;
/** Names that end like a secret's but say where one is, or how it is used. */
const NOT_SECRET = /(file|path|name|url|uri|dir|enabled?|type|ttl|policy|length|header|issuer|audience|mount|ref)$/;

const SHAPES: readonly (readonly [string, RegExp])[] = [
  ['a private key', /-{3,}BEGIN ((RSA|EC|DSA|OPENSSH|ENCRYPTED|PGP) )?PRIVATE KEY( BLOCK)?-{3,}/],
  ['an AWS access key id', /(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])/],
  ['a GitHub token', /\bgh[pousr]_[A-Za-z0-9]{36}\b|\bgithub_pat_[A-Za-z0-9_]{60,}\b/],
  ['a GitLab token', /\bglpat-[A-Za-z0-9_-]{20}\b/],
  ['a Slack token', /\bxox[abprs]-[A-Za-z0-9-]{20,}\b/],
  ['a Stripe key', /\b[sr]k_live_[A-Za-z0-9]{20,}\b/],
  ['a Google API key', /\bAIza[A-Za-z0-9_-]{35}\b/],
  ['a password in a URL', /\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@$({]+:[^\s/:@$({<*]{3,}@[^\s/]/],
];

/** Words that stand where a value has still to come. */
const PLACEHOLDER =
  /^(true|false|yes|no|on|off|null|none|enabled|disabled|required|optional|always|never|\d+|x+|\*+|<.*>|.*(\$\(|\$\{|\{\{).*|[a-z]+:\/\/.*|\/.*|(vault|ref|arn|projects|gcp-?sm|awssm|ssm):.*)$/i;

/** Why a literal seems to be a credential; `undefined` when it does not. */
export function describeCredential(name: string, value: string): string | undefined {
  for (const [what, shape] of SHAPES) if (shape.test(value)) return what;
  const trimmed = value.trim();
  if (trimmed === '' || trimmed.length > 4096 || PLACEHOLDER.test(trimmed)) return undefined;
  const snake = name.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  if (!SECRET_NAME.test(snake) || NOT_SECRET.test(snake)) return undefined;
  return 'a literal under the name of a secret';
}
