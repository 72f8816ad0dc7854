import { textFile } from '../../contract/file-spec.ts';
import { defineEmitter } from '../_define.ts';

const OWNER = 'github workflow';

/**
 * Fixed text: a pull request may change the config, so nothing of it comes in here. The job may read the code and nothing
 * else, gets no secret, leaves no cache, and `npx --no` never downloads a package that merely has the right name.
 */
const WORKFLOW = `name: slipway
on:
  pull_request:
  merge_group:
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
        with:
          persist-credentials: false
      - uses: actions/setup-node@v6
        with:
          node-version: 20
          package-manager-cache: false
      - run: npm ci
      - run: npx --no -- slipway check --format github
`;

/** The pull-request check for GitHub Actions. */
export const githubWorkflow = defineEmitter({
  name: OWNER,
  *emit(platform) {
    if (platform.ci === 'github') yield textFile('.github/workflows/slipway.yaml', OWNER, ['ci'], WORKFLOW);
  },
});
