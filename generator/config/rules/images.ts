/** Images of services. */
import { type ParsedImage, parseImageReference } from '../../contract/image-reference.ts';
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';

const FORM = 'Write `registry.example.com/shop/cart:1.4.2`, or `{ repository, tag, digest }`.';

/** The image that a node says, `null` when it is malformed, `undefined` when it says none that is readable. */
function imageOf(settings: ConfigNode): ParsedImage | null | undefined {
  const image = settings.get('image');
  if (image.text !== undefined) return parseImageReference(image.text);
  const repository = image.get('repository').text;
  if (repository === undefined) return undefined;
  const tag = image.get('tag').text;
  const digest = image.get('digest').text;
  return parseImageReference({
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  });
}

export const missingImage = defineRule({
  name: 'missing-image',
  summary: 'A service has an image wherever it runs.',
  *check({ services }) {
    for (const { node, variants } of services.values()) {
      for (const { settings } of variants) {
        const image = settings.get('image');
        // Absent from the service itself is a mistake of shape, told there.
        if (image.exists || !node.get('image').exists) continue;
        yield {
          path: image.path,
          message: 'the override deletes the image',
          fix: 'Remove the `null`, or give another image.',
        };
      }
    }
  },
});

export const invalidImage = defineRule({
  name: 'invalid-image',
  summary: 'An image is a well-formed reference.',
  *check({ services }) {
    for (const { variants, layers } of services.values()) {
      for (const settings of [...layers, ...variants.map((one) => one.settings)]) {
        const image = settings.get('image');
        if (imageOf(settings) !== null) continue;
        yield {
          path: image.path,
          message: `${quote(image.text ?? image.get('repository').text ?? '')} is not an image reference`,
          fix: FORM,
        };
      }
    }
  },
});

export const latestTag = defineRule({
  name: 'latest-tag',
  summary: 'An image does not name the tag `latest`, which moves.',
  *check({ services }) {
    for (const { layers } of services.values()) {
      for (const layer of layers) {
        const image = layer.get('image');
        if (imageOf(layer)?.tag !== 'latest' && image.get('tag').text !== 'latest') continue;
        yield { path: image.path, message: 'the tag `latest` says nothing about what runs', fix: 'Name a version.' };
      }
    }
  },
});

export const missingImageTag = defineRule({
  name: 'missing-image-tag',
  summary: 'An image has a tag or digest, in the config or in the `image.yaml` of its environment.',
  *check({ services, options }) {
    const hasImageFile = options.hasImageFile ?? (() => true);
    for (const { name, variants } of services.values()) {
      for (const { settings, clusters } of variants) {
        const image = imageOf(settings);
        if (image === undefined || image === null || image.tag !== null || image.digest !== null) continue;
        const without = new Set(
          clusters.flatMap(({ environment }) =>
            environment === undefined || hasImageFile(environment, name) ? [] : [environment],
          ),
        );
        for (const environment of without) {
          yield {
            path: settings.get('image').path,
            message: `no tag here, and no image.yaml of ${quote(name)} in ${quote(environment)}`,
            fix: 'Add the tag that the first image.yaml shall hold; CI owns it afterwards.',
          };
        }
      }
    }
  },
});
