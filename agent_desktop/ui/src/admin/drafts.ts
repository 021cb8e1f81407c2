/** Drafts that are not saved yet: kept while the tab lives, whatever page is looked at meanwhile. */
import { Store, useStore } from '../live/store';
import type { Plain } from './draft';
import type { Tagged } from './settings_api';

export interface Draft {
  readonly section: string;
  readonly item: string;
  readonly value: Plain;
  /** What it was made from. */
  readonly base: Tagged;
}

type Drafts = ReadonlyMap<string, Draft>;

const drafts = new Store<Drafts>(new Map());

const keyOf = (section: string, item: string) => `${section}/${item}`;

export function keepDraft(draft: Draft): void {
  drafts.set(new Map(drafts.value).set(keyOf(draft.section, draft.item), draft));
}

export function dropDraft(section: string, item: string): void {
  const left = new Map(drafts.value);
  left.delete(keyOf(section, item));
  drafts.set(left);
}

export function useDraft(section: string, item: string): Draft | undefined {
  return useStore(drafts, (all) => all.get(keyOf(section, item)));
}

/** All of them, for marks beside what they belong to. */
export function useDrafts(): Draft[] {
  return [...useStore(drafts, (all) => all).values()];
}

/** The browser asks before it closes a tab with drafts. */
window.addEventListener('beforeunload', (event) => {
  if (drafts.value.size > 0) event.preventDefault();
});
