/** One item while it is changed: its draft is tried at the server as it is typed, then published. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { ApiProblem } from '../wire/api';
import type { SettingsAnswer, SettingsFault } from '../wire/types';
import { type Item, inside, type Plain, same } from './draft';
import { dropDraft, keepDraft, useDraft } from './drafts';
import { address, publish, removeItem, type Tagged, tryOut } from './settings_api';
import { show } from './show_field';

const pause = 350;
const nothing: SettingsAnswer = { changed: false, tag: '', faults: [], warnings: [], changes: [] };

export function useItem(section: string, item: string, stands: Tagged, usual: Item) {
  const queries = useQueryClient();
  const [, go] = useLocation();
  const draft = useDraft(section, item);
  const path = address(section, item);
  const base = draft?.base ?? stands;
  const isNew = base.tag === '';
  const value = draft?.value ?? (isNew ? usual : stands.value);
  const dirty = draft !== undefined || isNew;
  const [tried, setTried] = useState<SettingsAnswer>(nothing);
  const [newer, setNewer] = useState<Tagged | null>(null);
  const [removing, askRemove] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState('');
  const [remark, setRemark] = useState('');

  useEffect(() => {
    if (!dirty) {
      setTried(nothing);
      return;
    }
    const ending = new AbortController();
    const timer = setTimeout(() => {
      tryOut(path, value, ending.signal).then(setTried, (problem: unknown) => {
        if (!ending.signal.aborted) setFailed(problem instanceof ApiProblem ? problem.message : '');
      });
    }, pause);
    return () => {
      clearTimeout(timer);
      ending.abort();
    };
  }, [dirty, path, value]);

  const put = (to: Plain, from: Tagged = base) => {
    setFailed('');
    if (from.tag !== '' && same(to, from.value)) dropDraft(section, item);
    else keepDraft({ section, item, value: to, base: from });
  };
  const settled = async () => {
    dropDraft(section, item);
    setRemark('');
    setTried(nothing);
    await queries.invalidateQueries({ queryKey: ['settings'] });
  };
  const refused = (problem: unknown) => {
    if (!(problem instanceof ApiProblem)) throw problem;
    if (problem.code === 'stale' || problem.code === 'precondition_needed') {
      setNewer({ value: problem.state as Plain, tag: problem.tag });
    } else if (problem.code === 'settings_invalid') {
      const faults = problem.errors as SettingsFault[];
      setTried({ ...nothing, faults, changes: tried.changes });
      askRemove(false);
      focusFirst(faults, item === '' ? section : `${section}.${item}`);
    } else setFailed(problem.message);
  };
  const doing = (what: Promise<unknown>) => {
    setBusy(true);
    what.catch(refused).finally(() => setBusy(false));
  };
  return {
    value,
    base,
    isNew,
    dirty,
    busy,
    failed,
    newer,
    removing,
    askRemove,
    remark,
    setRemark,
    faults: tried.faults,
    warnings: tried.warnings,
    changes: tried.changes,
    change: (to: Plain) => put(to),
    discard: () => {
      dropDraft(section, item);
      setNewer(null);
      if (isNew) go(`/admin/${section}`);
    },
    save: () => {
      if (!busy) doing(publish(path, value, base.tag, remark).then(settled));
    },
    remove: () => {
      const gone = removeItem(path, base.tag).then(settled);
      doing(gone.then(() => go(`/admin/${section}`)));
    },
    takeTheirs: () => {
      setNewer(null);
      dropDraft(section, item);
      void queries.invalidateQueries({ queryKey: ['settings'] });
    },
    keepMine: () => {
      if (newer !== null) put(value, newer);
      setNewer(null);
    },
  };
}

function focusFirst(faults: readonly SettingsFault[], root: string): void {
  const first = faults.map((one) => inside(one.path, root)).find((place) => place);
  requestAnimationFrame(() => {
    if (first) show(first);
    else document.getElementById('faults')?.scrollIntoView();
  });
}
