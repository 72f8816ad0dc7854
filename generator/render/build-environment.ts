/** Variables that Argo CD puts into the parameters and paths of a source, and how it puts them there. */
import type { ApplicationSource, ApplicationView } from './applications.ts';

/** Argo CD knows the commit; here the branch stands for it. */
export function buildEnvironment(
  application: ApplicationView,
  source: ApplicationSource,
): Readonly<Record<string, string>> {
  const { revision } = source;
  return {
    ARGOCD_APP_NAME: application.name,
    ARGOCD_APP_NAMESPACE: application.destination.namespace,
    ARGOCD_APP_PROJECT_NAME: application.project,
    ARGOCD_APP_REVISION: revision,
    ARGOCD_APP_REVISION_SHORT: revision.slice(0, 7),
    ARGOCD_APP_REVISION_SHORT_8: revision.slice(0, 8),
    ARGOCD_APP_SOURCE_REPO_URL: source.repository,
    ARGOCD_APP_SOURCE_PATH: source.path ?? '',
    ARGOCD_APP_SOURCE_TARGET_REVISION: revision,
  };
}

/** Replaces `$NAME` and `${NAME}`; an unknown name becomes nothing, `$$` a dollar sign. */
export function substitute(text: string, environment: Readonly<Record<string, string>>): string {
  return text.replace(/\$(?:\{([^}]*)\}|(\$)|([A-Za-z_][A-Za-z0-9_]*|[*#@!?0-9-]))/g, (_, braced, dollar, plain) => {
    if (dollar !== undefined || braced === '$') return '$';
    const name = String(braced ?? plain);
    return Object.hasOwn(environment, name) ? (environment[name] ?? '') : '';
  });
}
