/** Whom this supervisor hears, and the presses that change it. The server says what is so. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { session } from '../live/session';
import {
  ApiProblem,
  beginMonitor,
  get,
  giveVoice,
  signInPhone,
  stopMonitor,
  takeOver,
} from '../wire/api';
import type { MonitorView, MonitorWanted, VoiceWanted } from '../wire/types';

const refreshEvery = 1_000;
const key = ['monitor'];
const unanswered = new Set(['no_answer', 'unavailable', 'not_ready', '']);

export type Deed =
  | { what: 'phone'; device: string }
  | { what: 'hear'; agent: string; because: MonitorWanted['because'] }
  | { what: 'voice'; voice: VoiceWanted['voice'] }
  | { what: 'take' }
  | { what: 'stop' };

export function useMonitor() {
  const queries = useQueryClient();
  const [refused, refuse] = useState('');
  const [because, choose] = useState<MonitorWanted['because']>('coaching');
  const press = useRef(crypto.randomUUID());
  const { data: view } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => get<MonitorView>('/monitor', signal),
    refetchInterval: refreshEvery,
    retry: false,
  });
  const deed = useMutation({
    mutationFn: (wanted: Deed) => carriedOut(wanted, press.current),
    onSuccess: () => {
      press.current = crypto.randomUUID();
      refuse('');
    },
    onError: (problem) => {
      const known = problem instanceof ApiProblem;
      // A press without an answer keeps its name, so that pressing again cannot do it twice.
      if (!known || !unanswered.has(problem.code)) press.current = crypto.randomUUID();
      refuse(known && problem.code === 'refused' ? problem.message : 'other');
    },
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  const does = (wanted: Deed) => deed.mutate(wanted);
  return { view, refused, because, choose, doing: deed.isPending, does };
}

async function carriedOut(wanted: Deed, press: string): Promise<void> {
  switch (wanted.what) {
    case 'phone':
      return signInPhone(session.value?.agent ?? '', wanted.device);
    case 'hear':
      return beginMonitor(wanted.agent, { press, because: wanted.because });
    case 'voice':
      return giveVoice({ press, voice: wanted.voice });
    case 'take':
      return takeOver(press);
    case 'stop':
      return stopMonitor();
  }
}
