/** How the parts of a flow are named and drawn, by the server's codes. */
import type { TFunction } from 'i18next';
import type { IconName } from '../parts/icon';

type T = TFunction<'translation', undefined>;

const icons: Readonly<Record<string, IconName>> = {
  say: 'vol',
  language: 'globe',
  menu: 'keypad',
  collect: 'pen',
  directory: 'search',
  request: 'link',
  hours: 'clock',
  branch: 'route',
  decline_recording: 'rec-pause',
  queue: 'users',
  callback: 'phone-in',
  voicemail: 'rec',
  outside: 'phone',
  hang_up: 'phone-off',
};

export const iconOf = (kind: string): IconName => icons[kind] ?? 'flow';

export const kindWord = (kind: string, t: T): string =>
  t(`flows.kind.${kind}` as 'flows.kind.say', { defaultValue: kind });

export const detailWord = (name: string, t: T): string =>
  t(`flows.detail.${name}` as 'flows.detail.queue', { defaultValue: name });

export const whenWord = (when: string, t: T): string =>
  t(`flows.when.${when}` as 'flows.when.always', { defaultValue: when });

/** By what a caller goes on. A key is written as itself. */
export function exitWord(by: string, kind: string, t: T): string {
  if (by.startsWith('key ')) return by.slice(4);
  if (by.startsWith('condition ')) return t('flows.condition', { number: by.slice(10) });
  const code = by === 'next' && kind === 'collect' ? 'digits' : by;
  return t(`flows.exit.${code}` as 'flows.exit.next', { defaultValue: code });
}
