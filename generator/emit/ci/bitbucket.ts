import { textFile } from '../../contract/file-spec.ts';
import { defineEmitter } from '../_define.ts';

const OWNER = 'bitbucket pipeline';

/** Fixed text, as for GitHub. Bitbucket reads this one file only, so it is the whole of the repository's pipelines. */
const PIPELINE = `image: node:20
pipelines:
  pull-requests:
    '**':
      - step:
          name: slipway check
          max-time: 15
          script:
            - npm ci
            - npx --no -- slipway check
`;

/** The pull-request check for Bitbucket Pipelines. */
export const bitbucketPipeline = defineEmitter({
  name: OWNER,
  *emit(platform) {
    if (platform.ci === 'bitbucket') yield textFile('bitbucket-pipelines.yml', OWNER, ['ci'], PIPELINE);
  },
});
