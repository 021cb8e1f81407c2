/** The settings over REST: what is read with its tag, tried, changed, removed, brought back. */
import { exchange, get } from '../wire/api';
import type { SettingsAnswer, SettingsDescription, SettingsHistory } from '../wire/types';
import type { Item, Plain } from './draft';

export type Document = { readonly [section: string]: { readonly [id: string]: Item } | Item };

/** A value and the tag that names its state; `null` and no tag where there is none. */
export interface Tagged {
  readonly value: Plain;
  readonly tag: string;
}

export function address(section: string, item: string): string {
  const whole = `/settings/${encodeURIComponent(section)}`;
  return item === '' ? whole : `${whole}/${encodeURIComponent(item)}`;
}

export async function readTagged(path: string, signal: AbortSignal): Promise<Tagged> {
  const { body, tag } = await exchange<Plain>('GET', path, { signal });
  return { value: body, tag };
}

export function readDescription(signal: AbortSignal): Promise<SettingsDescription> {
  return get<SettingsDescription>('/settings/description', signal);
}

export function readDocument(signal: AbortSignal): Promise<Document> {
  return get<Document>('/settings', signal);
}

export function readHistory(
  under: string,
  before: number | null,
  signal: AbortSignal,
): Promise<SettingsHistory> {
  const more = before === null ? '' : `&before=${before}`;
  return get<SettingsHistory>(
    `/settings/history?limit=20&under=${encodeURIComponent(under)}${more}`,
    signal,
  );
}

export async function tryOut(
  path: string,
  value: Plain,
  signal: AbortSignal,
): Promise<SettingsAnswer> {
  const { body } = await exchange<SettingsAnswer>('PUT', `${path}?dry_run=true`, { value, signal });
  return body;
}

export async function publish(
  path: string,
  value: Plain,
  tag: string,
  remark: string,
): Promise<SettingsAnswer> {
  const why = `?remark=${encodeURIComponent(remark)}`;
  return (await exchange<SettingsAnswer>('PUT', path + why, { value, tag })).body;
}

export async function removeItem(path: string, tag: string): Promise<SettingsAnswer> {
  return (await exchange<SettingsAnswer>('DELETE', path, { tag })).body;
}

/** One item or section as it was; tried first, then made. */
export async function bringBack(
  version: number,
  section: string,
  item: string,
  dryRun: boolean,
): Promise<SettingsAnswer> {
  const what = new URLSearchParams({ dry_run: String(dryRun) });
  if (section !== '') what.set('section', section);
  if (item !== '') what.set('item', item);
  const path = `/settings/history/${version}/restore?${what}`;
  return (await exchange<SettingsAnswer>('POST', path, { tag: '*' })).body;
}
