import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { schemaFile, writeServerSchemas } from '../../scripts/conformance/server-schemas.mjs';
import { temporaryFolder } from '../support/temporary-folder.ts';

const GROUP = 'status.shop.example';
/** Some products number the versions of their kinds like releases. */
const VERSION = 'v1-10-0';
const versionKind = (kind: string) => ({
  type: 'object',
  'x-kubernetes-group-version-kind': [{ group: GROUP, version: VERSION, kind }],
});

/** Answers of a server that serves one group. */
const client = {
  request: async (_method: string, path: string) =>
    path === '/openapi/v3'
      ? { body: { paths: { [`apis/${GROUP}/${VERSION}`]: { serverRelativeURL: '/one' } } } }
      : {
          body: {
            components: {
              schemas: { a: versionKind('PodStatus'), b: versionKind('Status'), c: versionKind('PodStatusList') },
            },
          },
        },
};

const definition = (kind: string) => ({
  spec: { group: GROUP, names: { kind }, versions: [{ name: VERSION, served: true }] },
});

test('a kind that ends in Status has a schema, and one that the server does not describe is named', async () => {
  const folder = temporaryFolder();
  const found = await writeServerSchemas(client, folder, [definition('PodStatus'), definition('Hidden')], 0);
  const file = (kind: string) => schemaFile({ apiVersion: `${GROUP}/${VERSION}`, kind });
  expect(found).toEqual({ count: 1, undescribed: [file('Hidden')] });
  expect(readdirSync(folder)).toEqual([file('PodStatus')]);
});
