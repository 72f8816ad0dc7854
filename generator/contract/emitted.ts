/**
 * A generated object as its kind's own type says it must be, down to the last field, but never changed:
 * `{ … } satisfies Emitted<INamespace>`. For kinds from `kubernetes-models`, which are types only.
 */
export type Emitted<T> = T extends readonly (infer Item)[]
  ? readonly Emitted<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Emitted<T[K]> | undefined }
    : T;
