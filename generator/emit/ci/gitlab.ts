import { textFile } from '../../contract/file-spec.ts';
import { defineEmitter } from '../_define.ts';

const OWNER = 'gitlab pipeline';

/** Fixed text, as for GitHub. `cache: []` switches off a cache that the including file sets for every job. */
const PIPELINE = `# .gitlab-ci.yml stays yours; this job joins it with two lines:
#   include:
#     - local: .gitlab/slipway.yml
slipway check:
  stage: test
  image: node:20
  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
  interruptible: true
  timeout: 15 minutes
  cache: []
  script:
    - npm ci
    - npx --no -- slipway check
`;

/** The merge-request check for GitLab CI, as a file to include. */
export const gitlabPipeline = defineEmitter({
  name: OWNER,
  *emit(platform) {
    if (platform.ci === 'gitlab') yield textFile('.gitlab/slipway.yml', OWNER, ['ci'], PIPELINE);
  },
});
