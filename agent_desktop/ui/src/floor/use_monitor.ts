/** Whom this supervisor hears, and the presses that change it. The server says what is so. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { session } from '../live/session';
import { useNamedPress } from '../live/use_named_press';
import { beginMonitor, get, giveVoice, signInPhone, stopMonitor, takeOver } from '../wire/api';
import type { MonitorView, MonitorWanted, VoiceWanted } from '../wire/types';

const refreshEvery = 1_000;
const key = 'monitor';

export type Deed =
  | { what: 'phone'; device: string }
  | { what: 'hear'; agent: string; because: MonitorWanted['because'] }
  | { what: 'voice'; voice: VoiceWanted['voice'] }
  | { what: 'take' }
  | { what: 'stop' };

export function useMonitor() {
  const [because, choose] = useState<MonitorWanted['because']>('coaching');
  const { data: view } = useQuery({
    queryKey: [key],
    queryFn: ({ signal }) => get<MonitorView>('/monitor', signal),
    refetchInterval: refreshEvery,
    retry: false,
  });
  const { press, pressing, refusal } = useNamedPress(carriedOut, { changes: key });
  const refused = refusal === null ? '' : refusal.code === 'refused' ? refusal.detail : 'other';
  return { view, refused, because, choose, doing: pressing, does: (wanted: Deed) => press(wanted) };
}

async function carriedOut(press: string, wanted: Deed): Promise<void> {
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
