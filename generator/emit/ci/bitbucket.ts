import { textFile } from '../../contract/file-spec.ts';
import type { Platform } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { deliver, indented, type Provider, promote, slugOf } from './_delivery.ts';

const OWNER = 'bitbucket pipeline';

const CHECK = `pipelines:
  pull-requests:
    '**':
      - step:
          name: slipway check
          max-time: 15
          script:
            - npm ci
            - npx --no -- slipway check
`;

function providerFor(platform: Platform): Provider {
  const requests = `https://api.bitbucket.org/2.0/repositories/${slugOf(platform)}/pullrequests`;
  const data = `{\\"title\\":\\"$SERVICE to $ENVIRONMENT\\",\\"source\\":{\\"branch\\":{\\"name\\":\\"$branch\\"}}}`;
  return {
    user: 'x-token-auth',
    // A second request for the same branch is the first one, renewed.
    ask: [
      `curl --fail --silent --show-error --output /dev/null --header "Authorization: Bearer $PLATFORM_TOKEN" --json "${data}" ${requests}`,
    ],
  };
}

function delivery(platform: Platform, provider: Provider): string {
  return `  custom:
    promote:
      - variables:
          - name: SERVICE
          - name: FROM
          - name: ENVIRONMENT
      - step:
          name: promote
          max-time: 10
          script:
            - |
${indented(promote(platform, provider), '              ')}definitions:
  pipelines:
    # Imported by a service's own repository, where SERVICE and ENVIRONMENT are variables, and REGISTRY_USERNAME,
    # REGISTRY_PASSWORD and PLATFORM_TOKEN secured ones:
    #   pipelines:
    #     branches:
    #       main:
    #         import: ${slugOf(platform).split('/').at(-1)}:${platform.repository.branch}:service
    service:
      - step:
          name: deliver
          max-time: 30
          services: [docker]
          script:
            - export TAG="$BITBUCKET_COMMIT"
            - |
${indented(deliver(platform, provider), '              ')}`;
}

/**
 * The pull-request check, and build, push and promote of services. Bitbucket reads this one file only, so it is the whole of the
 * repository's pipelines.
 */
export const bitbucketPipeline = defineEmitter({
  name: OWNER,
  *emit(platform) {
    if (platform.ci !== 'bitbucket') return;
    const head = platform.services.length === 0 ? 'image: node:20\n' : 'export: true\nimage: node:20\n';
    const more = platform.services.length === 0 ? '' : delivery(platform, providerFor(platform));
    yield textFile('bitbucket-pipelines.yml', OWNER, ['ci'], `${head}${CHECK}${more}`);
  },
});
