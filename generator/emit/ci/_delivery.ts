/**
 * What a service's pipeline does, as shell that every provider runs: builds and pushes the image, and writes its tag and digest
 * into this repository. What runs there is fixed but for names that the config's rules have checked.
 */
import type { Platform } from '../../model/platform.ts';

/** How a provider lets a script into this repository. */
export interface Provider {
  /** User beside a token, for Git over HTTPS. */
  readonly user: string;
  /** Shell: asks for a pull request from `$branch`, which was pushed. Runs in the clone. */
  readonly ask: readonly string[];
  /** Options of the push of `$branch`, for a provider that asks by them. */
  readonly pushOptions?: string;
}

/** Path of this repository at its host, such as owner and name. */
export function slugOf({ repository }: Platform): string {
  return repository.url.replace(/\.git$/, '').replace(/^[a-z+]+:\/\/[^/]+\/|^[^/:]+:/, '');
}

/** Text behind an indentation, as a block scalar of YAML has it. */
export function indented(lines: readonly string[], indent: string): string {
  return lines.map((line) => (line === '' ? '\n' : `${indent}${line}\n`)).join('');
}

/**
 * Builds the image of `$SERVICE` from the folder that it runs in, pushes it as `$TAG`, and brings it to `$ENVIRONMENT`: by a push
 * where nothing is protected, by a pull request where something is. Wants `$REGISTRY_USERNAME`, `$REGISTRY_PASSWORD`, and
 * `$PLATFORM_TOKEN`, which may write to this repository.
 */
export function deliver(platform: Platform, provider: Provider): readonly string[] {
  return [
    'set -eu',
    'platform=$(mktemp -d)',
    ...credentials(provider),
    `git clone --quiet --branch '${platform.repository.branch}' '${platform.repository.url}' "$platform"`,
    'file="environments/$ENVIRONMENT/apps/$SERVICE/image.yaml"',
    '[ -f "$platform/$file" ] || { echo "$file is not in the platform: does $SERVICE run in $ENVIRONMENT?" >&2; exit 1; }',
    'image=$(sed -n \'/^image:/,/^[^ ]/ s/^  repository: *//p\' "$platform/apps/$SERVICE/values.yaml" | tr -d "\\"\'")',
    'registry=$(printf %s "$image" | cut -d/ -f1)',
    'printf %s "$REGISTRY_PASSWORD" | docker login --username "$REGISTRY_USERNAME" --password-stdin "$registry"',
    'docker build --tag "$image:$TAG" .',
    'docker push "$image:$TAG"',
    'digests=$(docker image inspect --format \'{{range .RepoDigests}}{{println .}}{{end}}\' "$image:$TAG")',
    'digest=$(printf \'%s\\n\' "$digests" | sed -n "s#^$image@##p")',
    'cd "$platform"',
    `{ sed -n '/^#/p' "$file"; printf 'image:\\n  tag: "%s"\\n  digest: %s\\n' "$TAG" "$digest"; } > "$file.new"`,
    'mv "$file.new" "$file"',
    ...bring(platform, provider, '$SERVICE $TAG'),
  ];
}

/** Brings what runs in `$FROM` to `$ENVIRONMENT`: the same tag and digest, nothing is built. Runs in a clone of this repository. */
export function promote(platform: Platform, provider: Provider): readonly string[] {
  return [
    'set -eu',
    'file="environments/$ENVIRONMENT/apps/$SERVICE/image.yaml"',
    'from="environments/$FROM/apps/$SERVICE/image.yaml"',
    'for one in "$file" "$from"; do [ -f "$one" ] || { echo "there is no $one" >&2; exit 1; }; done',
    `{ sed -n '/^#/p' "$file"; sed '/^#/d' "$from"; } > "$file.new"`,
    'mv "$file.new" "$file"',
    ...bring(platform, provider, '$SERVICE of $FROM'),
  ];
}

/** Gives `$PLATFORM_TOKEN` to Git by a helper: it stands in no address, and so in no log and no `.git/config`. */
export function credentials({ user }: Provider): readonly string[] {
  return [
    'export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=credential.helper',
    `export GIT_CONFIG_VALUE_0='!f() { echo "username=${user}"; echo "password=$PLATFORM_TOKEN"; }; f'`,
  ];
}

function bring(platform: Platform, { ask, pushOptions = '' }: Provider, what: string): readonly string[] {
  const guarded = platform.environments.filter((one) => one.protected).map((one) => one.name);
  return [
    'git add "$file"',
    'if git diff --cached --quiet; then echo "$file is as wanted"; exit 0; fi',
    `git -c user.name=slipway -c user.email=slipway@localhost commit --quiet --message "${what} to $ENVIRONMENT"`,
    'case "$ENVIRONMENT" in',
    ...(guarded.length === 0
      ? []
      : [
          `  ${guarded.join(' | ')})`,
          '    branch="image/$SERVICE/$ENVIRONMENT"',
          `    git push --quiet --force${pushOptions} origin "HEAD:refs/heads/$branch"`,
          ...ask.map((line) => `    ${line}`),
          '    ;;',
        ]),
    '  *)',
    '    git push --quiet origin HEAD || { git pull --quiet --rebase; git push --quiet origin HEAD; }',
    '    ;;',
    'esac',
  ];
}
