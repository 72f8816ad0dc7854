import { textFile } from '../../contract/file-spec.ts';
import type { Platform } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { credentials, deliver, indented, type Provider, promote, slugOf } from './_delivery.ts';

const OWNER = 'gitlab delivery';

/** GitLab opens the merge request when the branch is pushed. */
const GITLAB: Provider = {
  user: 'oauth2',
  pushOptions: ' --push-option=merge_request.create --push-option=merge_request.remove_source_branch',
  ask: ['echo "merge request from $branch"'],
};

function servicePipeline(platform: Platform): string {
  return `# Included by a service's own repository; REGISTRY_USERNAME, REGISTRY_PASSWORD and PLATFORM_TOKEN are masked variables there:
#   include:
#     - project: ${slugOf(platform)}
#       file: .gitlab/service.yml
#       inputs: { service: NAME, environment: ${platform.environments[0]?.name ?? 'ENVIRONMENT'} }
spec:
  inputs:
    service:
    environment:
---
deliver $[[ inputs.service ]] to $[[ inputs.environment ]]:
  stage: deploy
  image: docker:28
  services:
    - docker:28-dind
  rules:
    - if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH
  resource_group: deliver-$[[ inputs.service ]]-$[[ inputs.environment ]]
  timeout: 30 minutes
  variables:
    SERVICE: $[[ inputs.service ]]
    ENVIRONMENT: $[[ inputs.environment ]]
    TAG: $CI_COMMIT_SHA
    DOCKER_TLS_CERTDIR: /certs
  before_script:
    - apk add --no-cache git
  script:
    - |
${indented(deliver(platform, GITLAB), '      ')}`;
}

function promotePipeline(platform: Platform): string {
  return `# .gitlab-ci.yml stays yours; this job joins it with two lines, and runs when a pipeline is started by hand with
# SERVICE, FROM and ENVIRONMENT. PLATFORM_TOKEN is a masked variable that may write to this repository.
#   include:
#     - local: .gitlab/promote.yml
promote:
  stage: deploy
  image: alpine:3
  rules:
    - if: $CI_PIPELINE_SOURCE == "web" && $SERVICE && $FROM && $ENVIRONMENT
  timeout: 10 minutes
  before_script:
    - apk add --no-cache git
    - git remote set-url origin "$CI_PROJECT_URL.git"
    - git checkout --quiet -B "$CI_COMMIT_BRANCH" --track "origin/$CI_COMMIT_BRANCH"
  script:
    - |
${indented([...credentials(GITLAB), ...promote(platform, GITLAB)], '      ')}`;
}

/** Build, push and promote, for GitLab CI. */
export const gitlabDelivery = defineEmitter({
  name: OWNER,
  *emit(platform) {
    if (platform.ci !== 'gitlab' || platform.services.length === 0) return;
    yield textFile('.gitlab/service.yml', OWNER, ['ci'], servicePipeline(platform));
    yield textFile('.gitlab/promote.yml', OWNER, ['ci'], promotePipeline(platform));
  },
});
