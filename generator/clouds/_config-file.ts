import type { JsonObject } from '../contract/resource.ts';

const ANNOTATION = 'slipway.dev/cloud-config';

/**
 * Values of external-dns that give its pod a file in `/etc/kubernetes`. In: the file's name and content, which holds
 * no credential. The pod brings it itself: a ConfigMap of the same wave could come after the pod that waits for it.
 */
export function cloudConfigFile(name: string, content: JsonObject): JsonObject {
  return {
    podAnnotations: { [ANNOTATION]: JSON.stringify(content) },
    extraVolumes: [
      {
        name: 'cloud-config',
        downwardAPI: {
          items: [{ path: name, fieldRef: { fieldPath: `metadata.annotations['${ANNOTATION}']` } }],
        },
      },
    ],
    extraVolumeMounts: [{ name: 'cloud-config', mountPath: '/etc/kubernetes', readOnly: true }],
  };
}
