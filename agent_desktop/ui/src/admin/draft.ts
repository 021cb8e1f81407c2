/** What an administrator is changing: values as JSON, what differs, where faults stand. Pure. */
import type { SettingsChange, SettingsFault, SettingsField, SettingsSection } from '../wire/types';

export type Plain = null | boolean | number | string | Plain[] | { [name: string]: Plain };
export type Item = { [name: string]: Plain };

export function isItem(value: Plain | undefined): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether two values say the same; the order of names does not count. */
export function same(one: Plain | undefined, other: Plain | undefined): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value, at) => same(value, other[at]));
  }
  if (isItem(one) && isItem(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => name in other && same(one[name], other[name]))
    );
  }
  return one === other;
}

/** What a field holds before anybody has said anything. */
export function emptyOf(field: SettingsField): Plain {
  if (field.default !== null && field.default !== undefined) return field.default as Plain;
  if (field.optional) return null;
  switch (field.kind) {
    case 'number':
    case 'decimal':
      return field.least ?? 0;
    case 'yes_no':
      return false;
    case 'choice':
      return field.choices[0]?.value ?? '';
    case 'list':
      return [];
    case 'map':
      return {};
    case 'group':
      return groupOf(field.fields);
    case 'either':
      return field.fields[0] === undefined ? null : emptyOf(field.fields[0]);
    default:
      return '';
  }
}

/** Where a call may go: exactly one of these is said. */
export const ways = ['queue', 'callback', 'voicemail', 'flow', 'hang_up'] as const;
export type Way = (typeof ways)[number];

/** Whether a group of fields says where a call goes. */
export function isTarget(fields: readonly SettingsField[]): boolean {
  return ways.every((way) => fields.some((one) => one.name === way));
}

/** A group as it begins; a call without another way hears the usual words. */
export function groupOf(fields: readonly SettingsField[]): Item {
  if (isTarget(fields)) return { hang_up: {} };
  return Object.fromEntries(fields.map((one) => [one.name, emptyOf(one)]));
}

export function newItem(section: SettingsSection): Item {
  return groupOf(section.groups.flatMap((group) => group.fields));
}

/** `queues.flights.widening[0].after` without the item's own part: `widening[0].after`. */
export function inside(path: string, root: string): string | null {
  if (path === root) return '';
  return path.startsWith(`${root}.`) ? path.slice(root.length + 1) : null;
}

/** The first name of a path inside an item. */
export function firstOf(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

/** Faults by path; those that stand at no field of the form are under the empty path. */
export function byPlace(
  faults: readonly SettingsFault[],
  root: string,
  shown: ReadonlySet<string>,
): Map<string, SettingsFault[]> {
  const found = new Map<string, SettingsFault[]>();
  for (const fault of faults) {
    const path = inside(fault.path, root);
    const place = path !== null && shown.has(firstOf(path)) ? path : '';
    found.set(place, [...(found.get(place) ?? []), fault]);
  }
  return found;
}

/** A value in a line, short. */
export function inShort(value: unknown): string {
  if (value === null || value === undefined) return '–';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 90 ? `${text.slice(0, 89)}…` : text;
}

/** The fields of changes by how they are called in the form. */
export function nameOf(
  change: SettingsChange,
  root: string,
  section: SettingsSection,
  say: (field: SettingsField) => string,
): string {
  const path = inside(change.path, root);
  if (path === null || path === '') return change.path;
  const first = firstOf(path);
  const field = section.groups.flatMap((group) => group.fields).find((one) => one.name === first);
  return field === undefined ? path : say(field) + path.slice(first.length);
}
